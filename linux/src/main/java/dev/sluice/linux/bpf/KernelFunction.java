package dev.sluice.linux.bpf;

/** What a program may call in the kernel: bpf-helpers(7). */
public enum KernelFunction {
    /** Map, key → pointer to the value, or 0. */
    MAP_LOOKUP(1),
    /** → nanoseconds of the monotonic clock. */
    CLOCK(5),
    /** Buffer, where its checksum is, from, to, flags → 0 or an error. */
    CHANGE_CHECKSUM(11),
    /** Interface, flags → the verdict. */
    REDIRECT(23),
    /** Buffer, how many bytes of it must lie in one piece → 0 or an error. */
    PULL(39),
    /** Context, bytes by which the frame gets shorter at its front → 0 or an error. */
    XDP_MOVE_HEAD(44),
    /** Context, level, option, value, its size → 0 or an error. */
    SET_SOCKET_OPTION(49),
    /** Map, key, verdict if there is none → the verdict. */
    REDIRECT_MAP(51),
    /** Context, level, option, room, its size → 0 or an error. */
    GET_SOCKET_OPTION(57),
    /** Context, bytes by which the frame gets longer at its end, or shorter → 0 or an error. */
    XDP_MOVE_END(65),
    /** Ring, what is said, its size, flags → 0 or an error. */
    RING_SAY(130),
    /** → nanoseconds of the monotonic clock, as of the last tick of a few milliseconds. */
    COARSE_CLOCK(160),
    /** Map, socket, first value or 0, flags → pointer to the value, or 0. */
    SOCKET_STORAGE(107),
    /** Context, flags of events that are wanted → 0 or an error. */
    SET_EVENT_FLAGS(59),
    /** Context, option, its size, 0 → 0 or an error. */
    WRITE_OPTION(143),
    /** Context, bytes, 0 → 0 or an error. */
    RESERVE_OPTION(144);

    private final int number;

    KernelFunction(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

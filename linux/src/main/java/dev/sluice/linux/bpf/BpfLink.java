package dev.sluice.linux.bpf;

import dev.sluice.linux.call.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What holds a program where it runs. It ends with its last descriptor, unless it is pinned; then
 * it stays when the process ends, until the pin goes or the interface does.
 */
public final class BpfLink implements AutoCloseable {
    private final Descriptor descriptor;
    private final String name;

    BpfLink(int descriptor, String name) {
        this.descriptor = new Descriptor(descriptor);
        this.name = name;
    }

    /**
     * Lets a program decide about the frames of an interface.
     *
     * @param ifindex the interface, in the namespace of the calling thread
     * @throws KernelException EBUSY if another program is there, EOPNOTSUPP or EINVAL if the driver
     *     cannot run it
     */
    public static BpfLink xdp(BpfProgram program, int ifindex, XdpMode mode) {
        String name = program.name() + " at interface " + ifindex;
        return create(program, ifindex, AttachType.XDP, mode.number(), name);
    }

    /**
     * Lets a program decide in traffic control about what an interface received, before those that
     * are there.
     *
     * @param ifindex the interface, in the namespace of the calling thread
     * @throws KernelException EINVAL if the kernel is older than Linux 6.6
     */
    public static BpfLink tc(BpfProgram program, int ifindex) {
        String name = program.name() + " behind interface " + ifindex;
        return create(program, ifindex, AttachType.TCX_INGRESS, Layout.LINK_BEFORE, name);
    }

    /**
     * Lets a program run for the sockets of a control group and those below it.
     *
     * @param group a descriptor of the control group's folder (version 2)
     */
    public static BpfLink cgroup(BpfProgram program, int group, AttachType at) {
        return create(program, group, at, 0, program.name() + " at a control group");
    }

    private static BpfLink create(
            BpfProgram program, int target, AttachType at, int flags, String name) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor =
                    new Attr(arena)
                            .set(Layout.LINK_PROGRAM, program.descriptor())
                            .set(Layout.LINK_TARGET, target)
                            .set(Layout.LINK_ATTACH_TYPE, at.number())
                            .set(Layout.LINK_FLAGS, flags)
                            .call(Layout.COMMAND_LINK_CREATE);
            KernelException.check(descriptor, "cannot attach the BPF program " + name);
            return new BpfLink(descriptor, name);
        }
    }

    /** Replaces the program; no frame passes between that neither saw. */
    public void update(BpfProgram program) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    new Attr(arena)
                            .set(Layout.UPDATE_LINK, descriptor())
                            .set(Layout.UPDATE_PROGRAM, program.descriptor())
                            .call(Layout.COMMAND_LINK_UPDATE);
            KernelException.check(result, "cannot replace the BPF program of " + name);
        }
    }

    /** Takes the program away, also if the link is pinned: the pin then holds nothing. */
    public void detach() {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    new Attr(arena)
                            .set(Layout.DETACH_LINK, descriptor())
                            .call(Layout.COMMAND_LINK_DETACH);
            KernelException.check(result, "cannot detach the BPF program of " + name);
        }
    }

    /** For pins. */
    public int descriptor() {
        return descriptor.number();
    }

    /** The kernel's number of the program that it holds. */
    public int programId() {
        return describe().get(ValueLayout.JAVA_INT, Layout.OF_LINK_PROGRAM_ID);
    }

    /**
     * The interface that it holds a program at, in that interface's namespace; 0 when the interface
     * is gone or the link was detached.
     */
    public int ifindex() {
        return describe().get(ValueLayout.JAVA_INT, Layout.OF_LINK_IFINDEX);
    }

    /** The number of its control group; 0 when that is gone or the link was detached. */
    public long cgroupId() {
        return describe().get(ValueLayout.JAVA_LONG, Layout.OF_LINK_CGROUP_ID);
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private MemorySegment describe() {
        return Attr.describe(Arena.ofAuto(), descriptor(), 32, "the BPF link " + name);
    }
}

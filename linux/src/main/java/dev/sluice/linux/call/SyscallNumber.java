package dev.sluice.linux.call;

import java.util.Locale;

/**
 * The kernel's numbers of system calls, which differ between processors: arch/x86/entry/syscalls/
 * syscall_64.tbl, and include/uapi/asm-generic/unistd.h for arm64.
 */
enum SyscallNumber {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    MMAP(9, 222),
    MUNMAP(11, 215),
    MADVISE(28, 233),
    IOCTL(16, 29),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    RECVMSG(47, 212),
    BIND(49, 200),
    LISTEN(50, 201),
    GETSOCKNAME(51, 204),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    GETTID(186, 178),
    SETPRIORITY(141, 140),
    SCHED_SETSCHEDULER(144, 119),
    MLOCKALL(151, 230),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SCHED_SETAFFINITY(203, 122),
    OPENAT(257, 56),
    PPOLL(271, 73),
    UNSHARE(272, 97),
    ACCEPT4(288, 242),
    EVENTFD2(290, 19),
    SETNS(308, 268),
    BPF(321, 280),
    MEMBARRIER(324, 283),
    PIDFD_OPEN(434, 434),
    PIDFD_GETFD(438, 438);

    private static final boolean ARM =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

    private final int amd64;
    private final int arm64;

    SyscallNumber(int amd64, int arm64) {
        this.amd64 = amd64;
        this.arm64 = arm64;
    }

    long here() {
        return ARM ? arm64 : amd64;
    }
}

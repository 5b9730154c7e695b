package dev.sluice.linux.call;

import java.io.Serial;

/**
 * The kernel refused. Only where something is set up or changed; what runs for each packet looks at
 * the negative number that {@link Syscalls} returned.
 */
public final class KernelException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param what what was tried, such as "cannot create the map flows"
     * @param errno why not: a number of {@link Errno}
     */
    public KernelException(String what, int errno) {
        super(what + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /**
     * @param what what was tried
     * @param errno why not
     * @param more what else the kernel said, such as a verifier's log
     */
    public KernelException(String what, int errno, String more) {
        super(what + ": " + Errno.describe(errno) + (more.isEmpty() ? "" : "\n" + more));
        this.errno = errno;
    }

    /** A number of {@link Errno}. */
    public int errno() {
        return errno;
    }

    /**
     * Passes a result on that is none of failure.
     *
     * @param result what a call of {@link Syscalls} returned
     * @param what what was tried, for the exception
     */
    public static long check(long result, String what) {
        if (Errno.isError(result)) {
            throw new KernelException(what, (int) -result);
        }
        return result;
    }
}

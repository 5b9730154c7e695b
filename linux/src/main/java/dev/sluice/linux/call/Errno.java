package dev.sluice.linux.call;

import java.util.Map;

/** Why the kernel refused: its numbers, their names and what they mean. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int ERANGE = 34;
    public static final int ENOSYS = 38;
    public static final int ENOTEMPTY = 39;
    public static final int ELOOP = 40;
    public static final int ENODATA = 61;
    public static final int EPROTO = 71;
    public static final int EBADMSG = 74;
    public static final int EOVERFLOW = 75;
    public static final int EILSEQ = 84;
    public static final int EUSERS = 87;
    public static final int ENOTSOCK = 88;
    public static final int EDESTADDRREQ = 89;
    public static final int EMSGSIZE = 90;
    public static final int EPROTOTYPE = 91;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    public static final int ESOCKTNOSUPPORT = 94;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;
    public static final int ESTALE = 116;

    /** A result between this and 0 is an error's number, negative; all else is a value. */
    private static final int NUMBER_MAX = 4095;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(EPERM, "EPERM operation not permitted"),
                    Map.entry(ENOENT, "ENOENT no such file or directory"),
                    Map.entry(ESRCH, "ESRCH no such process"),
                    Map.entry(EINTR, "EINTR interrupted system call"),
                    Map.entry(EIO, "EIO input/output error"),
                    Map.entry(ENXIO, "ENXIO no such device or address"),
                    Map.entry(E2BIG, "E2BIG argument list too long"),
                    Map.entry(EBADF, "EBADF bad file descriptor"),
                    Map.entry(ECHILD, "ECHILD no child processes"),
                    Map.entry(EAGAIN, "EAGAIN resource temporarily unavailable"),
                    Map.entry(ENOMEM, "ENOMEM cannot allocate memory"),
                    Map.entry(EACCES, "EACCES permission denied"),
                    Map.entry(EFAULT, "EFAULT bad address"),
                    Map.entry(EBUSY, "EBUSY device or resource busy"),
                    Map.entry(EEXIST, "EEXIST file exists"),
                    Map.entry(EXDEV, "EXDEV invalid cross-device link"),
                    Map.entry(ENODEV, "ENODEV no such device"),
                    Map.entry(ENOTDIR, "ENOTDIR not a directory"),
                    Map.entry(EISDIR, "EISDIR is a directory"),
                    Map.entry(EINVAL, "EINVAL invalid argument"),
                    Map.entry(ENFILE, "ENFILE too many open files in system"),
                    Map.entry(EMFILE, "EMFILE too many open files"),
                    Map.entry(ENOTTY, "ENOTTY inappropriate ioctl for device"),
                    Map.entry(EFBIG, "EFBIG file too large"),
                    Map.entry(ENOSPC, "ENOSPC no space left on device"),
                    Map.entry(EROFS, "EROFS read-only file system"),
                    Map.entry(EPIPE, "EPIPE broken pipe"),
                    Map.entry(ERANGE, "ERANGE numerical result out of range"),
                    Map.entry(ENOSYS, "ENOSYS function not implemented"),
                    Map.entry(ENOTEMPTY, "ENOTEMPTY directory not empty"),
                    Map.entry(ELOOP, "ELOOP too many levels of symbolic links"),
                    Map.entry(ENODATA, "ENODATA no data available"),
                    Map.entry(EPROTO, "EPROTO protocol error"),
                    Map.entry(EBADMSG, "EBADMSG bad message"),
                    Map.entry(EOVERFLOW, "EOVERFLOW value too large for defined data type"),
                    Map.entry(EILSEQ, "EILSEQ invalid or incomplete multibyte or wide character"),
                    Map.entry(EUSERS, "EUSERS too many users"),
                    Map.entry(ENOTSOCK, "ENOTSOCK socket operation on non-socket"),
                    Map.entry(EDESTADDRREQ, "EDESTADDRREQ destination address required"),
                    Map.entry(EMSGSIZE, "EMSGSIZE message too long"),
                    Map.entry(EPROTOTYPE, "EPROTOTYPE protocol wrong type for socket"),
                    Map.entry(ENOPROTOOPT, "ENOPROTOOPT protocol not available"),
                    Map.entry(EPROTONOSUPPORT, "EPROTONOSUPPORT protocol not supported"),
                    Map.entry(ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT socket type not supported"),
                    Map.entry(EOPNOTSUPP, "EOPNOTSUPP operation not supported"),
                    Map.entry(
                            EAFNOSUPPORT, "EAFNOSUPPORT address family not supported by protocol"),
                    Map.entry(EADDRINUSE, "EADDRINUSE address already in use"),
                    Map.entry(EADDRNOTAVAIL, "EADDRNOTAVAIL cannot assign requested address"),
                    Map.entry(ENETDOWN, "ENETDOWN network is down"),
                    Map.entry(ENETUNREACH, "ENETUNREACH network is unreachable"),
                    Map.entry(ECONNABORTED, "ECONNABORTED software caused connection abort"),
                    Map.entry(ECONNRESET, "ECONNRESET connection reset by peer"),
                    Map.entry(ENOBUFS, "ENOBUFS no buffer space available"),
                    Map.entry(EISCONN, "EISCONN transport endpoint is already connected"),
                    Map.entry(ENOTCONN, "ENOTCONN transport endpoint is not connected"),
                    Map.entry(ETIMEDOUT, "ETIMEDOUT connection timed out"),
                    Map.entry(ECONNREFUSED, "ECONNREFUSED connection refused"),
                    Map.entry(EHOSTDOWN, "EHOSTDOWN host is down"),
                    Map.entry(EHOSTUNREACH, "EHOSTUNREACH no route to host"),
                    Map.entry(EALREADY, "EALREADY operation already in progress"),
                    Map.entry(EINPROGRESS, "EINPROGRESS operation now in progress"),
                    Map.entry(ESTALE, "ESTALE stale file handle"));

    private Errno() {}

    /** Whether what a system call returned says that it failed. */
    public static boolean isError(long result) {
        return result < 0 && result >= -NUMBER_MAX;
    }

    /** Its name, such as {@code EPERM}. */
    public static String name(int errno) {
        String known = NAMES.get(errno);
        return known == null ? "errno " + errno : known.substring(0, known.indexOf(' '));
    }

    /** What it means, such as {@code operation not permitted}. */
    public static String words(int errno) {
        String known = NAMES.get(errno);
        return known == null ? "unknown reason" : known.substring(known.indexOf(' ') + 1);
    }

    /** Both, such as {@code operation not permitted (EPERM)}. */
    public static String describe(int errno) {
        return words(errno) + " (" + name(errno) + ")";
    }
}

package dev.sluice.proxy.http.wire;

/** Request methods as small numbers; a method that is none of them is {@link #OTHER}. */
public final class Method {
    public static final int OTHER = 0;
    public static final int GET = 1;
    public static final int HEAD = 2;
    public static final int POST = 3;
    public static final int PUT = 4;
    public static final int DELETE = 5;
    public static final int OPTIONS = 6;
    public static final int PATCH = 7;
    public static final int TRACE = 8;
    public static final int CONNECT = 9;

    private Method() {}

    /** The method in the range; methods are case-sensitive (RFC 9110 §9.1). */
    static int of(byte[] array, int from, int to) {
        return switch (to - from) {
            case 3 -> ofThree(array, from);
            case 4 -> ofFour(array, from);
            case 5 -> is("PATCH", array, from) ? PATCH : is("TRACE", array, from) ? TRACE : OTHER;
            case 6 -> is("DELETE", array, from) ? DELETE : OTHER;
            case 7 ->
                    is("OPTIONS", array, from)
                            ? OPTIONS
                            : is("CONNECT", array, from) ? CONNECT : OTHER;
            default -> OTHER;
        };
    }

    private static int ofThree(byte[] array, int from) {
        if (array[from] == 'G' && array[from + 1] == 'E' && array[from + 2] == 'T') {
            return GET;
        }
        return is("PUT", array, from) ? PUT : OTHER;
    }

    private static int ofFour(byte[] array, int from) {
        return is("POST", array, from) ? POST : is("HEAD", array, from) ? HEAD : OTHER;
    }

    private static boolean is(String name, byte[] array, int from) {
        for (int i = 0; i < name.length(); i++) {
            if (array[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether doing it twice is the same as once (RFC 9110 §9.2.2). */
    public static boolean isIdempotent(int method) {
        return switch (method) {
            case GET, HEAD, PUT, DELETE, OPTIONS, TRACE -> true;
            default -> false;
        };
    }
}

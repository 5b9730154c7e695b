package dev.sluice.proxy.http.wire;

/** Checks IPv6 addresses as URLs write them (RFC 3986 §3.2.2), without a zone. */
final class Ipv6Literal {
    private static final int GROUPS = 8;
    private static final int MOST_HEX_DIGITS = 4;

    private Ipv6Literal() {}

    static boolean isValid(byte[] array, int start, int end) {
        int groups = 0;
        boolean elided = false;
        int i = start;
        if (end - start >= 2 && array[i] == ':' && array[i + 1] == ':') {
            elided = true;
            i += 2;
        }
        while (i < end) {
            int stop = hexEnd(array, i, end);
            if (stop < end && array[stop] == '.') {
                boolean room = elided ? groups <= GROUPS - 3 : groups == GROUPS - 2;
                return room && isIpv4(array, i, end);
            }
            if (stop == i || stop - i > MOST_HEX_DIGITS || ++groups > GROUPS) {
                return false;
            }
            if (stop == end) {
                i = stop;
                break;
            }
            if (array[stop] != ':' || stop + 1 == end) {
                return false;
            }
            i = stop + 1;
            if (array[i] == ':') {
                if (elided) {
                    return false;
                }
                elided = true;
                i++;
            }
        }
        return elided ? groups < GROUPS : groups == GROUPS;
    }

    private static int hexEnd(byte[] array, int from, int end) {
        int i = from;
        while (i < end && ByteClass.hexDigit(array[i]) >= 0) {
            i++;
        }
        return i;
    }

    private static boolean isIpv4(byte[] array, int start, int end) {
        int i = start;
        for (int octet = 0; octet < 4; octet++) {
            int digits = i;
            int value = 0;
            while (i < end && i - digits < 3 && ByteClass.isDigit(array[i])) {
                value = value * 10 + array[i++] - '0';
            }
            boolean leadingZero = i - digits > 1 && array[digits] == '0';
            if (i == digits || value > 255 || leadingZero) {
                return false;
            }
            if (octet < 3 && (i == end || array[i++] != '.')) {
                return false;
            }
        }
        return i == end;
    }
}

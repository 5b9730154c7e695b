package dev.sluice.proxy.http;

import dev.sluice.proxy.http.wire.AcceptEncoding;
import dev.sluice.proxy.http.wire.FieldList;
import dev.sluice.proxy.http.wire.HeaderLines;
import dev.sluice.proxy.http.wire.KnownHeader;
import dev.sluice.proxy.http.wire.Method;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.ResponseHead;
import java.nio.charset.StandardCharsets;

/** Whether an answer is compressed on its way to the client, where the listener wants it. */
enum Compression {
    /** It passes as it is. */
    NONE,

    /**
     * It passes as it is, but another request would get it compressed: caches must be told (RFC
     * 9110 §12.5.5). HEAD, too: the same GET would.
     */
    NOT_FOR_THIS_CLIENT,

    GZIP;

    /**
     * Below this the body mostly shares one packet with its head, so compressing it would cost time
     * on both sides and spare no packet.
     */
    static final int SMALLEST_BYTES = 1 << 10;

    private static final byte[] NO_TRANSFORM = ascii("no-transform");

    /** What is text, and named so often that its users expect it to be compressed. */
    private static final byte[][] TYPES = {
        ascii("text/html"),
        ascii("text/css"),
        ascii("text/javascript"),
        ascii("text/plain"),
        ascii("text/xml"),
        ascii("application/json"),
        ascii("application/javascript"),
        ascii("application/x-javascript"),
        ascii("application/xml"),
        ascii("application/atom+xml"),
        ascii("application/rss+xml"),
        ascii("image/svg+xml"),
    };

    static Compression of(RequestHead request, ResponseHead answer) {
        HeaderLines asked = request.headers();
        if (asked.find(KnownHeader.ACCEPT_ENCODING) < 0
                || !compressible(answer)
                || FieldList.has(asked, KnownHeader.CACHE_CONTROL, NO_TRANSFORM)) {
            return NONE;
        }
        return request.method() != Method.HEAD && AcceptEncoding.takesGzip(asked)
                ? GZIP
                : NOT_FOR_THIS_CLIENT;
    }

    private static boolean compressible(ResponseHead answer) {
        HeaderLines lines = answer.headers();
        return isWhole(answer.status())
                && isLargeEnough(answer.contentLength())
                && isText(lines)
                && lines.find(KnownHeader.CONTENT_ENCODING) < 0
                && lines.find(KnownHeader.CONTENT_RANGE) < 0
                && !FieldList.has(lines, KnownHeader.CACHE_CONTROL, NO_TRANSFORM);
    }

    /**
     * A page or an error page; never a part of one (206), nor what speaks of a stored one (304).
     */
    private static boolean isWhole(int status) {
        return status == 200 || status == 403 || status == 404;
    }

    private static boolean isLargeEnough(long contentLength) {
        return contentLength < 0 || contentLength >= SMALLEST_BYTES;
    }

    private static boolean isText(HeaderLines lines) {
        int line = lines.find(KnownHeader.CONTENT_TYPE);
        if (line < 0) {
            return false;
        }
        byte[] bytes = lines.bytes();
        int start = lines.valueStart(line);
        int end = start;
        while (end < lines.valueEnd(line) && bytes[end] != ';' && bytes[end] > ' ') {
            end++;
        }
        for (byte[] type : TYPES) {
            if (type.length == end - start && isType(type, bytes, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isType(byte[] lowerCaseType, byte[] bytes, int from) {
        for (int i = 0; i < lowerCaseType.length; i++) {
            // The bit that makes a letter small is already set in all other bytes of a type.
            if ((bytes[from + i] | 0x20) != lowerCaseType[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.sluice.proxy.log;

import java.nio.charset.StandardCharsets;

/**
 * Encodes an entry as one line of JSON (RFC 8259) into a batch that has room for it.
 *
 * <p>Texts come from clients: quotes, backslashes, control bytes and all bytes above 0x7e are
 * escaped, the latter as the Latin-1 character that they are, so a line is ASCII and nothing in it
 * can end it early. Owned by one loop.
 */
final class JsonLine {
    /** Longer texts are cut. */
    static final int MOST_TEXT_BYTES = 2048;

    /** A byte of a text may become a backslash, a u and four digits. */
    private static final int MOST_ESCAPED = 6;

    /** All names, numbers, times and punctuation of a line, and some. */
    private static final int FIXED_BYTES = 1024;

    /** No line is longer. */
    static final int LONGEST_BYTES =
            FIXED_BYTES + AccessEntry.TEXTS * MOST_TEXT_BYTES * MOST_ESCAPED;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] PLAIN = plain();

    private static final byte[] TIME = name("time");
    private static final byte[] LOAD_BALANCER = name("slbid");
    private static final byte[] LISTENER = name("listener");
    private static final byte[] RULE = name("rule");
    private static final byte[] CLIENT_IP = name("client_ip");
    private static final byte[] CLIENT_PORT = name("client_port");
    private static final byte[] HOST = name("host");
    private static final byte[] METHOD = name("request_method");
    private static final byte[] URI = name("request_uri");
    private static final byte[] PROTOCOL = name("protocol");
    private static final byte[] STATUS = name("status");
    private static final byte[] BODY_BYTES_SENT = name("body_bytes_sent");
    private static final byte[] REQUEST_LENGTH = name("request_length");
    private static final byte[] REQUEST_TIME = name("request_time");
    private static final byte[] UPSTREAM_ADDRESS = name("upstream_addr");
    private static final byte[] UPSTREAM_STATUS = name("upstream_status");
    private static final byte[] UPSTREAM_TIME = name("upstream_response_time");
    private static final byte[] UPSTREAM_CONNECT_TIME = name("upstream_connect_time");
    private static final byte[] TRIES = name("tries");
    private static final byte[] USER_AGENT = name("http_user_agent");
    private static final byte[] REFERER = name("http_referer");
    private static final byte[] REQUEST_ID = name("request_id");
    private static final byte[] TLS_PROTOCOL = name("ssl_protocol");
    private static final byte[] TLS_CIPHER = name("ssl_cipher");
    private static final byte[] TERMINATION = name("termination");

    private final UtcText utc = new UtcText();
    private byte[] out = new byte[0];
    private int at;

    /** The most bytes that the entry's line can have. */
    static int mostBytes(AccessEntry entry) {
        return FIXED_BYTES + entry.textBytes() * MOST_ESCAPED;
    }

    /** Writes the line at {@code start}; says where it ends. */
    int write(AccessEntry entry, byte[] into, int start) {
        out = into;
        at = start;
        put((byte) '{');
        time(entry.timeMs);
        text(LOAD_BALANCER, entry.loadBalancer);
        text(LISTENER, entry.listener);
        text(RULE, entry.rule);
        text(CLIENT_IP, entry.clientIp);
        number(CLIENT_PORT, entry.clientPort);
        text(HOST, entry.host);
        text(METHOD, entry.method);
        text(URI, entry.requestUri);
        text(PROTOCOL, entry.protocol);
        number(STATUS, entry.status);
        number(BODY_BYTES_SENT, entry.bodyBytesSent);
        number(REQUEST_LENGTH, entry.requestBytes);
        seconds(REQUEST_TIME, entry.requestNs);
        text(UPSTREAM_ADDRESS, entry.upstreamAddress);
        number(UPSTREAM_STATUS, entry.upstreamStatus);
        seconds(UPSTREAM_TIME, entry.upstreamNs);
        seconds(UPSTREAM_CONNECT_TIME, entry.upstreamConnectNs);
        number(TRIES, entry.tries);
        text(USER_AGENT, entry.userAgent);
        text(REFERER, entry.referer);
        text(REQUEST_ID, entry.requestId);
        text(TLS_PROTOCOL, entry.tlsProtocol);
        text(TLS_CIPHER, entry.tlsCipher);
        termination(entry.termination);
        put((byte) '}');
        put((byte) '\n');
        return at;
    }

    private void time(long epochMs) {
        put(TIME);
        put((byte) '"');
        utc.write(epochMs, out, at);
        at += UtcText.BYTES;
        put((byte) '"');
    }

    private void termination(Termination why) {
        if (why != Termination.NONE) {
            next(TERMINATION);
            put((byte) '"');
            put(why.label());
            put((byte) '"');
        }
    }

    private void text(byte[] name, TextSlice text) {
        int length = Math.min(text.length(), MOST_TEXT_BYTES);
        if (length == 0) {
            return;
        }
        next(name);
        put((byte) '"');
        byte[] array = text.array();
        int end = text.from() + length;
        for (int i = text.from(); i < end; i++) {
            byte b = array[i];
            if (PLAIN[b & 0xff]) {
                out[at++] = b;
            } else {
                escape(b);
            }
        }
        put((byte) '"');
    }

    private void escape(byte b) {
        put((byte) '\\');
        if (b == '"' || b == '\\') {
            put(b);
            return;
        }
        put((byte) 'u');
        put((byte) '0');
        put((byte) '0');
        put(HEX[b >>> 4 & 0xf]);
        put(HEX[b & 0xf]);
    }

    private void number(byte[] name, long number) {
        if (number >= 0) {
            next(name);
            decimal(number, 1);
        }
    }

    /** Seconds with microseconds, as {@code 0.012345}. */
    private void seconds(byte[] name, long nanoseconds) {
        if (nanoseconds >= 0) {
            long microseconds = nanoseconds / 1000;
            next(name);
            decimal(microseconds / 1_000_000, 1);
            put((byte) '.');
            decimal(microseconds % 1_000_000, 6);
        }
    }

    private void decimal(long number, int fewestDigits) {
        int digits = fewestDigits;
        long rest = number;
        for (int i = 1; i < fewestDigits; i++) {
            rest /= 10;
        }
        while (rest >= 10) {
            rest /= 10;
            digits++;
        }
        rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += digits;
    }

    private void next(byte[] name) {
        put((byte) ',');
        put(name);
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, out, at, bytes.length);
        at += bytes.length;
    }

    private void put(byte b) {
        out[at++] = b;
    }

    private static byte[] name(String name) {
        return ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean[] plain() {
        boolean[] table = new boolean[256];
        for (int c = 0x20; c <= 0x7e; c++) {
            table[c] = c != '"' && c != '\\';
        }
        return table;
    }
}

package dev.sluice.balance;

import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The values of sticky cookies: one token for each server of a group, the first eight bytes of
 * SHA-256 over group id, line feed and endpoint, in hex. Every process makes the same tokens, and a
 * client cannot read an address from them. Immutable, any thread; lookups allocate nothing.
 *
 * <pre>
 * insert    SERVERID=0123456789abcdef
 * rewrite   JSESSIONID=0123456789abcdef|what the server set
 * </pre>
 */
public final class StickyCookie {
    /** Characters of a token. */
    public static final int TOKEN_LENGTH = 16;

    /** Characters before the server's own value in a rewritten cookie: a token and a bar. */
    public static final int MARK_LENGTH = TOKEN_LENGTH + 1;

    private static final char BAR = '|';

    private final String[] tokens;

    /** Open addressing: a token's bits and, at the same place, its server; -1 is a free place. */
    private final long[] keys;

    private final int[] numbers;

    private StickyCookie(String[] tokens, long[] keys, int[] numbers) {
        this.tokens = tokens;
        this.keys = keys;
        this.numbers = numbers;
    }

    /**
     * Makes the tokens of a group's servers.
     *
     * @param groupId the group's id, which keeps equal endpoints of two groups apart
     * @param servers numbered as in the group's {@link SchedulerPlan}
     */
    public static StickyCookie of(String groupId, List<ServerConfig> servers) {
        int places = Integer.highestOneBit(Math.max(1, servers.size())) * 4;
        var cookie =
                new StickyCookie(new String[servers.size()], new long[places], new int[places]);
        Arrays.fill(cookie.numbers, Scheduler.NONE);
        for (int server = 0; server < servers.size(); server++) {
            byte[] digest = digest(groupId + '\n' + servers.get(server).endpoint());
            cookie.put(server, HexFormat.of().formatHex(digest, 0, TOKEN_LENGTH / 2));
        }
        return cookie;
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private void put(int server, String token) {
        tokens[server] = token;
        long key = HexFormat.fromHexDigitsToLong(token);
        int place = place(key);
        while (numbers[place] != Scheduler.NONE && keys[place] != key) {
            place = (place + 1) & (keys.length - 1);
        }
        if (numbers[place] == Scheduler.NONE) {
            keys[place] = key;
            numbers[place] = server;
        }
    }

    /** The cookie's value for a server. */
    public String token(int server) {
        return tokens[server];
    }

    /** A server's own cookie value, marked for rewrite mode. */
    public String mark(int server, String value) {
        return tokens[server] + BAR + value;
    }

    /**
     * The server that a cookie's value names.
     *
     * @return its number, or {@link Scheduler#NONE} for anything that is not a token of this group
     */
    public int server(byte[] buffer, int offset, int length) {
        return length == TOKEN_LENGTH ? find(buffer, offset) : Scheduler.NONE;
    }

    /**
     * The server that a rewritten cookie's value names. The server itself must get the value
     * without the first {@link #MARK_LENGTH} bytes whenever {@link #marked} says so, this group's
     * or not.
     *
     * @return its number, or {@link Scheduler#NONE}
     */
    public int markedServer(byte[] buffer, int offset, int length) {
        return marked(buffer, offset, length) ? find(buffer, offset) : Scheduler.NONE;
    }

    /** Whether a cookie's value begins with what could be a token, and a bar. */
    public static boolean marked(byte[] buffer, int offset, int length) {
        if (length < MARK_LENGTH || buffer[offset + TOKEN_LENGTH] != BAR) {
            return false;
        }
        for (int i = offset; i < offset + TOKEN_LENGTH; i++) {
            if (digit(buffer[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private int find(byte[] buffer, int offset) {
        long key = 0;
        for (int i = offset; i < offset + TOKEN_LENGTH; i++) {
            int digit = digit(buffer[i]);
            if (digit < 0) {
                return Scheduler.NONE;
            }
            key = key << 4 | digit;
        }
        int place = place(key);
        while (numbers[place] != Scheduler.NONE && keys[place] != key) {
            place = (place + 1) & (keys.length - 1);
        }
        return numbers[place];
    }

    private int place(long key) {
        return (int) key & (keys.length - 1);
    }

    /** Lower case only: what differs from a token of ours in anything is not one. */
    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}

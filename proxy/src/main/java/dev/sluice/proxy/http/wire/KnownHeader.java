package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Header names that mean something to a proxy; all others are {@link #OTHER}. */
public enum KnownHeader {
    /** A name that means nothing here and is passed on. */
    OTHER(Trait.END_TO_END),

    // Framing: never copied, always written anew from what was understood.
    HOST(Trait.END_TO_END),
    CONTENT_LENGTH(Trait.FRAMING),
    TRANSFER_ENCODING(Trait.FRAMING),

    // Hop by hop, RFC 9110 §7.6.1
    CONNECTION(Trait.HOP_BY_HOP),
    KEEP_ALIVE(Trait.HOP_BY_HOP),
    PROXY_CONNECTION(Trait.HOP_BY_HOP),
    TE(Trait.HOP_BY_HOP),
    UPGRADE(Trait.HOP_BY_HOP),
    HTTP2_SETTINGS(Trait.HOP_BY_HOP),
    PROXY_AUTHENTICATE(Trait.HOP_BY_HOP),
    PROXY_AUTHORIZATION(Trait.HOP_BY_HOP),
    PROXY_AUTHENTICATION_INFO(Trait.HOP_BY_HOP),

    // End to end, and read here
    ACCEPT_ENCODING(Trait.END_TO_END),
    ACCEPT_RANGES(Trait.END_TO_END),
    AUTHORIZATION(Trait.END_TO_END),
    CACHE_CONTROL(Trait.END_TO_END),
    CONTENT_ENCODING(Trait.END_TO_END),
    CONTENT_RANGE(Trait.END_TO_END),
    CONTENT_TYPE(Trait.END_TO_END),
    COOKIE(Trait.END_TO_END),
    DATE(Trait.END_TO_END),
    ETAG(Trait.END_TO_END),
    EXPECT(Trait.END_TO_END),
    LOCATION(Trait.END_TO_END),
    MAX_FORWARDS(Trait.END_TO_END),
    RANGE(Trait.END_TO_END),
    REFERER(Trait.END_TO_END),
    SERVER(Trait.END_TO_END),
    SET_COOKIE(Trait.END_TO_END),
    TRAILER(Trait.END_TO_END),
    USER_AGENT(Trait.END_TO_END),
    VARY(Trait.END_TO_END),
    VIA(Trait.END_TO_END),

    // Who the client is: believed from trusted proxies only.
    FORWARDED(Trait.FORWARDING),
    X_FORWARDED_FOR(Trait.FORWARDING),
    X_FORWARDED_PROTO(Trait.FORWARDING),
    X_FORWARDED_PORT(Trait.FORWARDING),
    X_FORWARDED_CLIENT_PORT(Trait.FORWARDING),
    X_FORWARDED_HOST(Trait.FORWARDING),
    /** Any other name that begins with {@code X-Forwarded-}. */
    X_FORWARDED_OTHER(Trait.FORWARDING),
    X_REAL_IP(Trait.FORWARDING),
    X_REQUEST_ID(Trait.FORWARDING),
    SLB_IP(Trait.FORWARDING),
    SLB_ID(Trait.FORWARDING),

    /** Any name that begins with {@code X-Accel-}: orders of a server to an nginx before it. */
    X_ACCEL(Trait.END_TO_END);

    private enum Trait {
        END_TO_END,
        HOP_BY_HOP,
        FRAMING,
        FORWARDING
    }

    static final int COUNT = values().length;
    private static final KnownHeader[] BY_ID = values();
    private static final int SLOTS = 256;
    private static final KnownHeader[] TABLE = table();
    private static final byte[] FORWARDED_PREFIX = bytes("x-forwarded-");
    private static final byte[] ACCEL_PREFIX = bytes("x-accel-");

    private final Trait trait;
    private final byte[] lowerName;

    KnownHeader(Trait trait) {
        this.trait = trait;
        this.lowerName = bytes(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Whether it concerns one connection only. */
    boolean isHopByHop() {
        return trait == Trait.HOP_BY_HOP;
    }

    boolean isFraming() {
        return trait == Trait.FRAMING;
    }

    boolean isForwarding() {
        return trait == Trait.FORWARDING;
    }

    static KnownHeader byId(int id) {
        return BY_ID[id];
    }

    /** The next state of a name's hash. {@code _} counts as {@code -}: see {@link #of}. */
    static int hash(int hash, byte lower) {
        return hash * 31 + (lower == '_' ? '-' : lower);
    }

    /**
     * Which header a name is; its bytes are tokens already.
     *
     * <p>CGI and its descendants cannot tell {@code X_Forwarded_For} from {@code X-Forwarded-For},
     * so a name with underscores is looked up as if they were hyphens: the caller refuses or drops
     * what only so became known.
     */
    static KnownHeader of(byte[] array, int from, int to, int hash) {
        int slot = slot(hash);
        for (KnownHeader known = TABLE[slot]; known != null; known = TABLE[slot]) {
            if (known.lowerName.length == to - from && known.begins(known.lowerName, array, from)) {
                return known;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return byPrefix(array, from, to);
    }

    private static KnownHeader byPrefix(byte[] array, int from, int to) {
        if ((array[from] | 0x20) != 'x') {
            return OTHER;
        }
        if (to - from >= FORWARDED_PREFIX.length && OTHER.begins(FORWARDED_PREFIX, array, from)) {
            return X_FORWARDED_OTHER;
        }
        return to - from >= ACCEL_PREFIX.length && OTHER.begins(ACCEL_PREFIX, array, from)
                ? X_ACCEL
                : OTHER;
    }

    private boolean begins(byte[] name, byte[] array, int from) {
        for (int i = 0; i < name.length; i++) {
            byte lower = ByteClass.tokenLower(array[from + i]);
            if (name[i] != (lower == '_' ? '-' : lower)) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B1) >>> 24;
    }

    private static KnownHeader[] table() {
        KnownHeader[] table = new KnownHeader[SLOTS];
        for (KnownHeader known : BY_ID) {
            if (known == OTHER || known == X_FORWARDED_OTHER || known == X_ACCEL) {
                continue;
            }
            int hash = 0;
            for (byte b : known.lowerName) {
                hash = hash(hash, b);
            }
            int slot = slot(hash);
            while (table[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            table[slot] = known;
        }
        return table;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.sluice.director.sync.ipvs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the backup daemon of a Linux kernel would have in its table after the messages that it was
 * given, by the rules of net/netfilter/ipvs/ip_vs_sync.c, written apart from the product's reader
 * and stricter: whatever the kernel would drop, or read in a way that nobody means, throws.
 */
public final class KernelBackup {
    private static final int SYNC = 0x20;
    private static final int TEMPLATE = 0x1000;
    private static final int INACTIVE = 0x100;
    private static final int TAKEN = 0x1F87;
    private static final int SHIFTED = 0x600;
    private static final int[] STATES = {11, 1};

    private final int syncId;

    /** Connections and templates by what the kernel finds them by. */
    public final Map<String, Connection> connections = new LinkedHashMap<>();

    /** One connection. */
    public record Connection(String server, int flags, int state, int timeoutS, int outShift) {}

    /**
     * @param syncId its
     */
    public KernelBackup(int syncId) {
        this.syncId = syncId;
    }

    /** Takes a message. */
    public void take(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        must(message.length >= 8 && message.length <= 1472, "length of the whole");
        must(in.get() == 0, "reserved");
        must((in.get() & 0xFF) == syncId, "syncid");
        must((in.getShort() & 0xFFFF) == message.length, "size");
        int entries = in.get() & 0xFF;
        must(entries > 0, "entries");
        must(in.get() == 1, "version");
        must(in.getShort() == 0, "spare");
        for (int i = 0; i < entries; i++) {
            while (in.position() % 4 != 0) {
                must(in.get() == 0, "what fills up");
            }
            entry(in);
        }
        must(!in.hasRemaining(), "nothing after the last entry");
    }

    private void entry(ByteBuffer in) {
        int begin = in.position();
        must(in.remaining() >= 36, "an entry's head");
        int type = in.get();
        must(type == 0 || type == 1, "type");
        int protocol = in.get();
        int size = in.getShort() & 0xFFFF;
        must(size <= 0xFFF, "entry version and size");
        must(begin + size <= in.limit() && size >= (type == 1 ? 72 : 36), "entry size");
        int flags = in.getInt();
        int state = in.getShort();
        int clientPort = in.getShort() & 0xFFFF;
        int virtualPort = in.getShort() & 0xFFFF;
        int serverPort = in.getShort() & 0xFFFF;
        must(in.getInt() == 0, "mark");
        int timeoutS = in.getInt();
        must(timeoutS > 0, "timeout");
        String client = address(in, type) + ":" + clientPort;
        String virtual = address(in, type) + ":" + virtualPort;
        String server = address(in, type) + ":" + serverPort;
        int outShift = options(in, begin + size, flags);
        must((flags & ~(TAKEN & ~SYNC)) == 0, "flags that the kernel takes");
        must(protocol == 6 || protocol == 17, "protocol");
        boolean isTemplate = (flags & TEMPLATE) != 0;
        must(state >= 0 && state < (isTemplate ? 2 : STATES[protocol == 6 ? 0 : 1]), "state");
        must((clientPort == 0) == isTemplate, "client port");
        enter(
                (isTemplate ? "template " : "") + protocol + " " + client + " " + virtual,
                new Connection(server, flags | SYNC, state, timeoutS, outShift));
    }

    private int options(ByteBuffer in, int end, int flags) {
        int outShift = 0;
        boolean hasShifts = false;
        while (in.position() < end) {
            int kind = in.get() & 0xFF;
            int size = in.get() & 0xFF;
            must(size > 0 && in.position() + size <= end, "option size");
            int next = in.position() + size;
            if (kind == 1) {
                must(size == 24 && !hasShifts, "shifts");
                hasShifts = true;
                outShift = in.getInt(in.position() + 16);
            } else {
                must((kind & 0x40) != 0 && kind >= 0x44, "options that the kernel passes over");
            }
            in.position(next);
        }
        must(hasShifts == ((flags & SHIFTED) != 0), "shifts and flags");
        return outShift;
    }

    /** An inactive message of another server is the farewell of one that was replaced. */
    private void enter(String key, Connection told) {
        Connection known = connections.get(key);
        boolean isOther = known != null && !known.server().equals(told.server());
        if (!isOther || (told.flags() & INACTIVE) == 0) {
            connections.put(key, told);
        }
    }

    private static String address(ByteBuffer in, int type) {
        byte[] bytes = new byte[type == 1 ? 16 : 4];
        in.get(bytes);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("the kernel would not take this: " + what);
        }
    }
}

package dev.sluice.director.own.bgp;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an OPEN (RFC 4271 §4.2, §6.2) and the capabilities in it (RFC 5492), in short
 * or extended form (RFC 9072). Capabilities that nobody here knows are passed over.
 */
final class OpenReader {
    private static final int CAPABILITIES = 2;
    private static final int EXTENDED = 255;

    private static final int MULTIPROTOCOL = 1;
    private static final int ROUTE_REFRESH = 2;
    private static final int FOUR_OCTET_AS = 65;

    private final ByteBuffer body;
    private final Set<Family> families = EnumSet.noneOf(Family.class);
    private boolean multiprotocol;
    private boolean routeRefresh;
    private boolean fourOctetAs;
    private long as;

    private OpenReader(ByteBuffer body) {
        this.body = body;
    }

    /**
     * @param body at least the ten bytes that every OPEN has, and nothing behind it
     */
    static Message read(ByteBuffer body) {
        return new OpenReader(body).read();
    }

    private Message read() {
        if (body.get() != Message.VERSION) {
            return new Message.Broken(Fault.VERSION, new byte[] {0, Message.VERSION});
        }
        as = body.getShort() & 0xFFFF;
        int holdTimeS = body.getShort() & 0xFFFF;
        int identifier = body.getInt();
        Fault fault = parameters();
        if (fault != null) {
            return new Message.Broken(fault);
        }
        if (holdTimeS == 1 || holdTimeS == 2) {
            return new Message.Broken(Fault.HOLD_TIME);
        }
        if (!multiprotocol) {
            families.add(Family.IPV4);
        }
        return new Message.Open(as, holdTimeS, identifier, families, fourOctetAs, routeRefresh);
    }

    private @Nullable Fault parameters() {
        int length = body.get() & 0xFF;
        boolean extended = length == EXTENDED && body.remaining() > 2 && isExtended();
        if (extended) {
            body.get();
            length = body.getShort() & 0xFFFF;
        }
        if (length != body.remaining()) {
            return Fault.OPEN_MALFORMED;
        }
        int head = extended ? 3 : 2;
        while (body.hasRemaining()) {
            if (body.remaining() < head) {
                return Fault.OPEN_MALFORMED;
            }
            int type = body.get() & 0xFF;
            int size = extended ? body.getShort() & 0xFFFF : body.get() & 0xFF;
            if (type != CAPABILITIES) {
                return Fault.OPTIONAL_PARAMETER;
            }
            if (size > body.remaining() || !capabilities(body.position() + size)) {
                return Fault.OPEN_MALFORMED;
            }
        }
        return null;
    }

    private boolean isExtended() {
        return (body.get(body.position()) & 0xFF) == EXTENDED;
    }

    private boolean capabilities(int end) {
        while (body.position() < end) {
            if (end - body.position() < 2) {
                return false;
            }
            int code = body.get() & 0xFF;
            int size = body.get() & 0xFF;
            if (size > end - body.position()) {
                return false;
            }
            capability(code, size);
            body.position(body.position() + size);
        }
        return true;
    }

    /** Looks at a capability's value without moving on. */
    private void capability(int code, int size) {
        int at = body.position();
        if (code == MULTIPROTOCOL && size == 4) {
            multiprotocol = true;
            family(body.getShort(at) & 0xFFFF, body.get(at + 3) & 0xFF);
        } else if (code == ROUTE_REFRESH) {
            routeRefresh = true;
        } else if (code == FOUR_OCTET_AS && size == 4) {
            fourOctetAs = true;
            as = Integer.toUnsignedLong(body.getInt(at));
        }
    }

    private void family(int number, int safi) {
        for (Family family : Family.values()) {
            if (family.number() == number && safi == Family.UNICAST) {
                families.add(family);
            }
        }
    }
}

package dev.sluice.director.own.bgp;

import dev.sluice.model.unit.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a router makes of UPDATEs: the networks that it knows, and what is said of each. */
final class Heard {
    final Map<String, String> routes = new TreeMap<>();
    private final boolean fourOctetAs;

    Heard(boolean fourOctetAs) {
        this.fourOctetAs = fourOctetAs;
    }

    /** Takes a whole message, of any kind. */
    void message(byte[] message) {
        if (message[18] != MessageWriter.UPDATE) {
            return;
        }
        ByteBuffer body = ByteBuffer.wrap(message, 19, message.length - 19);
        networks(body, body.getShort(), 4).forEach(routes::remove);
        int end = body.getShort() + body.position();
        var said = new StringBuilder();
        while (body.position() < end) {
            int flags = body.get() & 0xFF;
            int type = body.get() & 0xFF;
            int size = (flags & 0x10) == 0 ? body.get() & 0xFF : body.getShort() & 0xFFFF;
            attribute(type, body.slice(body.position(), size), said);
            body.position(body.position() + size);
        }
        networks(body, body.remaining(), 4)
                .forEach(network -> routes.put(network, said.toString()));
    }

    private void attribute(int type, ByteBuffer value, StringBuilder said) {
        switch (type) {
            case 2 -> said.append("path ").append(path(value, fourOctetAs));
            case 3 -> said.append(" by ").append(address(value, 4, 32));
            case 5 -> said.append(" preference ").append(value.getInt());
            case 8 -> said.append(" community %x".formatted(value.getInt()));
            case 17 -> said.append(" path4 ").append(path(value, true));
            case 14 -> {
                value.position(value.position() + 3);
                said.append(" by ").append(address(value, value.get(), 128));
                value.get();
                networks(value, value.remaining(), 16)
                        .forEach(network -> routes.put(network, said.toString()));
            }
            case 15 -> {
                value.position(value.position() + 3);
                networks(value, value.remaining(), 16).forEach(routes::remove);
            }
            default -> {}
        }
    }

    private static String path(ByteBuffer value, boolean four) {
        var path = new ArrayList<Long>();
        if (value.hasRemaining()) {
            value.getShort();
        }
        while (value.hasRemaining()) {
            path.add(four ? value.getInt() & 0xFFFF_FFFFL : value.getShort() & 0xFFFFL);
        }
        return path.toString();
    }

    private static List<String> networks(ByteBuffer body, int size, int addressBytes) {
        var networks = new ArrayList<String>();
        int end = body.position() + size;
        while (body.position() < end) {
            int prefix = body.get() & 0xFF;
            networks.add(address(body, (prefix + 7) / 8, addressBytes, prefix));
        }
        return networks;
    }

    private static String address(ByteBuffer from, int size, int prefix) {
        return address(from, size, prefix / 8, prefix);
    }

    private static String address(ByteBuffer from, int size, int addressBytes, int prefix) {
        byte[] bytes = new byte[addressBytes];
        from.get(bytes, 0, size);
        try {
            return new Network(InetAddress.getByAddress(bytes), prefix).toString();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

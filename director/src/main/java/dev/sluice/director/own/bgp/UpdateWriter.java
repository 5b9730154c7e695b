package dev.sluice.director.own.bgp;

import dev.sluice.model.unit.Network;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes UPDATEs (RFC 4271 §4.3; IPv6 by RFC 4760 §3 and §4), as many as the networks need. All
 * networks of a call are of one family.
 */
final class UpdateWriter {
    private static final int LONG_OPTIONAL = 0x90;
    private static final int MP_REACH = 14;
    private static final int MP_UNREACH = 15;

    /** Room for a message's head and attributes, and then some. */
    private static final int NETWORKS_BYTES_MAX = Message.LENGTH_MAX - 512;

    private UpdateWriter() {}

    static List<byte[]> announce(List<Network> networks, Path path) {
        return inParts(
                networks,
                part -> {
                    ByteBuffer message = MessageWriter.begin(MessageWriter.UPDATE);
                    message.putShort((short) 0);
                    int lengthAt = message.position();
                    message.putShort((short) 0);
                    path.writeBefore(message);
                    if (Family.of(path.nextHop()) == Family.IPV6) {
                        reach(message, path, part);
                    }
                    path.writeBehind(message);
                    patchLength(message, lengthAt);
                    if (Family.of(path.nextHop()) == Family.IPV4) {
                        part.forEach(network -> put(network, message));
                    }
                    return MessageWriter.end(message);
                });
    }

    private static void reach(ByteBuffer message, Path path, List<Network> part) {
        byte[] nextHop = path.nextHop().getAddress();
        message.put((byte) LONG_OPTIONAL).put((byte) MP_REACH);
        int lengthAt = message.position();
        message.putShort((short) 0);
        message.putShort((short) Family.IPV6.number()).put((byte) Family.UNICAST);
        message.put((byte) nextHop.length).put(nextHop).put((byte) 0);
        part.forEach(network -> put(network, message));
        patchLength(message, lengthAt);
    }

    static List<byte[]> withdraw(List<Network> networks) {
        return inParts(
                networks,
                part -> {
                    ByteBuffer message = MessageWriter.begin(MessageWriter.UPDATE);
                    if (Family.of(part.getFirst().address()) == Family.IPV4) {
                        withdrawn(message, part);
                    } else {
                        unreach(message, part);
                    }
                    return MessageWriter.end(message);
                });
    }

    private static void withdrawn(ByteBuffer message, List<Network> part) {
        int lengthAt = message.position();
        message.putShort((short) 0);
        part.forEach(network -> put(network, message));
        patchLength(message, lengthAt);
        message.putShort((short) 0);
    }

    private static void unreach(ByteBuffer message, List<Network> part) {
        message.putShort((short) 0);
        int attributesAt = message.position();
        message.putShort((short) 0);
        message.put((byte) LONG_OPTIONAL).put((byte) MP_UNREACH);
        int lengthAt = message.position();
        message.putShort((short) 0);
        message.putShort((short) Family.IPV6.number()).put((byte) Family.UNICAST);
        part.forEach(network -> put(network, message));
        patchLength(message, lengthAt);
        patchLength(message, attributesAt);
    }

    private static void patchLength(ByteBuffer message, int at) {
        message.putShort(at, (short) (message.position() - at - Short.BYTES));
    }

    private static void put(Network network, ByteBuffer to) {
        to.put((byte) network.prefix());
        to.put(network.canonical().address().getAddress(), 0, bytes(network));
    }

    private static int bytes(Network network) {
        return (network.prefix() + 7) / 8;
    }

    private interface Part {
        byte[] message(List<Network> networks);
    }

    private static List<byte[]> inParts(List<Network> networks, Part part) {
        var messages = new ArrayList<byte[]>();
        var open = new ArrayList<Network>();
        Consumer<List<Network>> close =
                full -> {
                    if (!full.isEmpty()) {
                        messages.add(part.message(full));
                        full.clear();
                    }
                };
        int size = 0;
        for (Network network : networks) {
            if (size + bytes(network) + 1 > NETWORKS_BYTES_MAX) {
                close.accept(open);
                size = 0;
            }
            open.add(network);
            size += bytes(network) + 1;
        }
        close.accept(open);
        return messages;
    }
}

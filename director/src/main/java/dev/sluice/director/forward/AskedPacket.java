package dev.sluice.director.forward;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.model.node.PacketQuestion;
import java.util.Optional;

/**
 * A packet that somebody asks about.
 *
 * @param protocol {@link ForwardedListener#TCP} or {@link ForwardedListener#UDP}
 */
public record AskedPacket(
        int protocol, Address source, int sourcePort, Address destination, int destinationPort) {
    /** What a question says; empty if that is no packet. */
    public static Optional<AskedPacket> of(PacketQuestion question) {
        Optional<Address> source = Address.parse(question.source());
        Optional<Address> destination = Address.parse(question.destination());
        boolean udp = question.protocol().equals("udp");
        if (source.isEmpty()
                || destination.isEmpty()
                || (!udp && !question.protocol().equals("tcp"))) {
            return Optional.empty();
        }
        return Optional.of(
                new AskedPacket(
                        udp ? ForwardedListener.UDP : ForwardedListener.TCP,
                        source.get(),
                        question.sourcePort(),
                        destination.get(),
                        question.destinationPort()));
    }

    boolean isTcp() {
        return protocol == ForwardedListener.TCP;
    }
}

package dev.sluice.model.node;

/**
 * A packet that might come to a director, the first of a connection unless that is known already.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param source the client's address, a literal
 * @param destination where it is sent to, a literal
 */
public record PacketQuestion(
        String protocol, String source, int sourcePort, String destination, int destinationPort)
        implements Question {}

package dev.sluice.director.own.vrrp;

import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;

/**
 * What came, and from whom.
 *
 * @param source of the packet; {@link #NOBODY} where not even that can be read
 */
public record Heard(Address source, Received received) {
    /** 0.0.0.0. */
    public static final Address NOBODY = Address.ofIpv4(0);

    /** Reads an IPv4 packet with its header, as sockets of that protocol give it. */
    public static Heard ofIpv4(MemorySegment packet) {
        if (packet.byteSize() < Ipv4Header.LENGTH) {
            return new Heard(NOBODY, Refusal.TRUNCATED);
        }
        int header = Ipv4Header.headerLength(packet, 0);
        int total = Ipv4Header.totalLength(packet, 0);
        var source = Address.ofIpv4(Ipv4Header.source(packet, 0));
        if (Ipv4Header.version(packet, 0) != 4
                || header < Ipv4Header.LENGTH
                || total < header
                || total > packet.byteSize()) {
            return new Heard(source, Refusal.TRUNCATED);
        }
        return new Heard(
                source,
                AdvertCodec.read(
                        packet.asSlice(header, total - header),
                        source,
                        Address.ofIpv4(Ipv4Header.destination(packet, 0)),
                        Ipv4Header.ttl(packet, 0)));
    }
}

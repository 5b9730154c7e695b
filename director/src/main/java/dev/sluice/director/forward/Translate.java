package dev.sluice.director.forward;

import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import java.lang.foreign.MemorySegment;

/**
 * Rewrites addresses and ports of a packet in place, for fullnat and nat, both directions, and
 * takes one from its time to live. Checksums are changed by what changed (RFC 1624): a broken one
 * stays broken, so that the end that it is for notices.
 *
 * <pre>
 *               from the client                            from the server
 *            source         destination                 source          destination
 *  comes     client         virtual                     server          local (nat: client)
 *  goes      local (nat:    server                      virtual         client
 *            client)
 * </pre>
 */
final class Translate {
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private final Workbench bench;

    Translate(Workbench bench) {
        this.bench = bench;
    }

    void toServer(int i, long at) {
        MemorySegment slab = bench.slab;
        boolean nat = Session.method(slab, at) == Session.NAT;
        long sourceLow = nat ? Session.clientLow(slab, at) : Session.localLow(slab, at);
        int sourcePort = nat ? Session.clientPort(slab, at) : Session.localPort(slab, at);
        long destinationLow = Session.serverLow(slab, at);
        int destinationPort = Session.serverPort(slab, at);
        if (bench.parsed.ipv4[i]) {
            ipv4(i, (int) sourceLow, sourcePort, (int) destinationLow, destinationPort);
            return;
        }
        long sourceHigh = nat ? Session.clientHigh(slab, at) : Session.localHigh(slab, at);
        long destinationHigh = Session.serverHigh(slab, at);
        ipv6(
                i,
                sourceHigh,
                sourceLow,
                sourcePort,
                destinationHigh,
                destinationLow,
                destinationPort);
    }

    void toClient(int i, long at) {
        MemorySegment slab = bench.slab;
        long sourceLow = Session.virtualLow(slab, at);
        int sourcePort = Session.virtualPort(slab, at);
        long destinationLow = Session.clientLow(slab, at);
        int destinationPort = Session.clientPort(slab, at);
        if (bench.parsed.ipv4[i]) {
            ipv4(i, (int) sourceLow, sourcePort, (int) destinationLow, destinationPort);
            return;
        }
        ipv6(
                i,
                Session.virtualHigh(slab, at),
                sourceLow,
                sourcePort,
                Session.clientHigh(slab, at),
                destinationLow,
                destinationPort);
    }

    private void ipv4(int i, int source, int sourcePort, int destination, int destinationPort) {
        MemorySegment memory = bench.batch.memory();
        long frame = bench.batch.frame(i);
        long ip = frame + bench.parsed.ip[i];
        long addresses = Ipv4Header.readdress(memory, ip, source, destination);
        ports(i, frame + bench.parsed.payload[i], sourcePort, destinationPort, addresses);
    }

    private void ipv6(
            int i,
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort) {
        MemorySegment memory = bench.batch.memory();
        long frame = bench.batch.frame(i);
        long ip = frame + bench.parsed.ip[i];
        long addresses =
                halves(~bench.parsed.sourceHigh[i])
                        + halves(~bench.parsed.sourceLow[i])
                        + halves(~bench.parsed.destinationHigh[i])
                        + halves(~bench.parsed.destinationLow[i])
                        + halves(sourceHigh)
                        + halves(sourceLow)
                        + halves(destinationHigh)
                        + halves(destinationLow);
        Ipv6Header.putSource(memory, ip, sourceHigh, sourceLow);
        Ipv6Header.putDestination(memory, ip, destinationHigh, destinationLow);
        Ipv6Header.decrementHopLimit(memory, ip);
        ports(i, frame + bench.parsed.payload[i], sourcePort, destinationPort, addresses);
    }

    private static long halves(long word) {
        return (word & LOW_32) + (word >>> 32);
    }

    /** Both protocols have both ports in their first four bytes; later fragments have none. */
    private void ports(int i, long header, int source, int destination, long addresses) {
        if (bench.parsed.kind[i] == Parsed.FRAGMENT) {
            return;
        }
        MemorySegment memory = bench.batch.memory();
        int now = source << 16 | destination;
        long change = addresses + (~Wire.u32(memory, header) & LOW_32) + (now & LOW_32);
        Wire.put32(memory, header, now);
        boolean anew = bench.options.recomputes(bench.batch.port(i)) && !bench.parsed.fragment[i];
        if (bench.parsed.protocol[i] == Ipv4Header.PROTOCOL_TCP) {
            int checksum =
                    anew
                            ? Checksum.of(sum(i, header, TcpHeader.checksum(memory, header)))
                            : Checksum.update(TcpHeader.checksum(memory, header), change);
            TcpHeader.putChecksum(memory, header, checksum);
            return;
        }
        int was = UdpHeader.checksum(memory, header);
        if (was != 0) {
            int checksum =
                    anew
                            ? Checksum.ofUdp(sum(i, header, was))
                            : Checksum.orOnes(Checksum.update(was, change));
            UdpHeader.putChecksum(memory, header, checksum);
        }
    }

    /** The sum of pseudo-header, header and data but the checksum that stands there. */
    private int sum(int i, long header, int checksum) {
        MemorySegment memory = bench.batch.memory();
        long ip = bench.batch.frame(i) + bench.parsed.ip[i];
        int protocol = bench.parsed.protocol[i];
        int length = bench.parsed.end[i] - bench.parsed.payload[i];
        int pseudo =
                bench.parsed.ipv4[i]
                        ? Checksum.pseudoIpv4(
                                Ipv4Header.source(memory, ip),
                                Ipv4Header.destination(memory, ip),
                                protocol,
                                length)
                        : Ipv6Header.pseudoSum(memory, ip, protocol, length);
        int all = Checksum.add(Checksum.sum(memory, header, length), pseudo);
        return Checksum.add(all, ~checksum & 0xFFFF);
    }
}

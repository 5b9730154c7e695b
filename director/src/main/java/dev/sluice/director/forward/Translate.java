package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;

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
        boolean nat = Session.method(ALL, at) == Session.NAT;
        long sourceLow = nat ? Session.clientLow(ALL, at) : Session.localLow(ALL, at);
        int sourcePort = nat ? Session.clientPort(ALL, at) : Session.localPort(ALL, at);
        long destinationLow = Session.serverLow(ALL, at);
        int destinationPort = Session.serverPort(ALL, at);
        if (bench.parsed.ipv4[i]) {
            ipv4(i, (int) sourceLow, sourcePort, (int) destinationLow, destinationPort);
            return;
        }
        long sourceHigh = nat ? Session.clientHigh(ALL, at) : Session.localHigh(ALL, at);
        long destinationHigh = Session.serverHigh(ALL, at);
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
        long sourceLow = Session.virtualLow(ALL, at);
        int sourcePort = Session.virtualPort(ALL, at);
        long destinationLow = Session.clientLow(ALL, at);
        int destinationPort = Session.clientPort(ALL, at);
        if (bench.parsed.ipv4[i]) {
            ipv4(i, (int) sourceLow, sourcePort, (int) destinationLow, destinationPort);
            return;
        }
        ipv6(
                i,
                Session.virtualHigh(ALL, at),
                sourceLow,
                sourcePort,
                Session.clientHigh(ALL, at),
                destinationLow,
                destinationPort);
    }

    private void ipv4(int i, int source, int sourcePort, int destination, int destinationPort) {
        long frame = bench.batch.address(i);
        long ip = frame + bench.parsed.ip[i];
        long addresses = Ipv4Header.readdress(ALL, ip, source, destination);
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
        long frame = bench.batch.address(i);
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
        Ipv6Header.putSource(ALL, ip, sourceHigh, sourceLow);
        Ipv6Header.putDestination(ALL, ip, destinationHigh, destinationLow);
        Ipv6Header.decrementHopLimit(ALL, ip);
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
        int now = source << 16 | destination;
        long change = addresses + (~Wire.u32(ALL, header) & LOW_32) + (now & LOW_32);
        Wire.put32(ALL, header, now);
        boolean anew = bench.options.recomputes(bench.batch.port(i)) && !bench.parsed.fragment[i];
        if (bench.parsed.protocol[i] == Ipv4Header.PROTOCOL_TCP) {
            int checksum =
                    anew
                            ? Checksum.of(sum(i, header, TcpHeader.checksum(ALL, header)))
                            : Checksum.update(TcpHeader.checksum(ALL, header), change);
            TcpHeader.putChecksum(ALL, header, checksum);
            return;
        }
        int was = UdpHeader.checksum(ALL, header);
        if (was != 0) {
            int checksum =
                    anew
                            ? Checksum.ofUdp(sum(i, header, was))
                            : Checksum.orOnes(Checksum.update(was, change));
            UdpHeader.putChecksum(ALL, header, checksum);
        }
    }

    /** The sum of pseudo-header, header and data but the checksum that stands there. */
    private int sum(int i, long header, int checksum) {
        long ip = bench.batch.address(i) + bench.parsed.ip[i];
        int protocol = bench.parsed.protocol[i];
        int length = bench.parsed.end[i] - bench.parsed.payload[i];
        int pseudo =
                bench.parsed.ipv4[i]
                        ? Checksum.pseudoIpv4(
                                Ipv4Header.source(ALL, ip),
                                Ipv4Header.destination(ALL, ip),
                                protocol,
                                length)
                        : Ipv6Header.pseudoSum(ALL, ip, protocol, length);
        int all = Checksum.add(Checksum.sum(ALL, header, length), pseudo);
        return Checksum.add(all, ~checksum & 0xFFFF);
    }
}

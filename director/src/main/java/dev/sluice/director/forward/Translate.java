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
    private final Parsed parsed;

    Translate(Workbench bench) {
        this.bench = bench;
        this.parsed = bench.parsed;
    }

    void toServer(int i, long at) {
        Parsed.Frame frame = parsed.of(i);
        boolean nat = Session.method(ALL, at) == Session.NAT;
        long sourceLow = nat ? Session.clientLow(ALL, at) : Session.localLow(ALL, at);
        int sourcePort = nat ? Session.clientPort(ALL, at) : Session.localPort(ALL, at);
        long destinationLow = Session.serverLow(ALL, at);
        int destinationPort = Session.serverPort(ALL, at);
        if (frame.ipv4) {
            ipv4(i, frame, (int) sourceLow, sourcePort, (int) destinationLow, destinationPort);
            return;
        }
        long sourceHigh = nat ? Session.clientHigh(ALL, at) : Session.localHigh(ALL, at);
        long destinationHigh = Session.serverHigh(ALL, at);
        ipv6(
                i,
                frame,
                sourceHigh,
                sourceLow,
                sourcePort,
                destinationHigh,
                destinationLow,
                destinationPort);
    }

    void toClient(int i, long at) {
        Parsed.Frame frame = parsed.of(i);
        long sourceLow = Session.virtualLow(ALL, at);
        int sourcePort = Session.virtualPort(ALL, at);
        long destinationLow = Session.clientLow(ALL, at);
        int destinationPort = Session.clientPort(ALL, at);
        if (frame.ipv4) {
            ipv4(i, frame, (int) sourceLow, sourcePort, (int) destinationLow, destinationPort);
            return;
        }
        ipv6(
                i,
                frame,
                Session.virtualHigh(ALL, at),
                sourceLow,
                sourcePort,
                Session.clientHigh(ALL, at),
                destinationLow,
                destinationPort);
    }

    private void ipv4(
            int i,
            Parsed.Frame frame,
            int source,
            int sourcePort,
            int destination,
            int destinationPort) {
        long begin = bench.batch.address(i);
        long ip = begin + frame.ip;
        long addresses = Ipv4Header.readdress(ALL, ip, source, destination);
        ports(i, frame, begin + frame.payload, sourcePort, destinationPort, addresses);
    }

    private void ipv6(
            int i,
            Parsed.Frame frame,
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort) {
        long begin = bench.batch.address(i);
        long ip = begin + frame.ip;
        long addresses =
                halves(~frame.sourceHigh)
                        + halves(~frame.sourceLow)
                        + halves(~frame.destinationHigh)
                        + halves(~frame.destinationLow)
                        + halves(sourceHigh)
                        + halves(sourceLow)
                        + halves(destinationHigh)
                        + halves(destinationLow);
        Ipv6Header.putSource(ALL, ip, sourceHigh, sourceLow);
        Ipv6Header.putDestination(ALL, ip, destinationHigh, destinationLow);
        Ipv6Header.decrementHopLimit(ALL, ip);
        ports(i, frame, begin + frame.payload, sourcePort, destinationPort, addresses);
    }

    private static long halves(long word) {
        return (word & LOW_32) + (word >>> 32);
    }

    /** Both protocols have both ports in their first four bytes; later fragments have none. */
    private void ports(
            int i, Parsed.Frame frame, long header, int source, int destination, long addresses) {
        if (frame.kind == Parsed.FRAGMENT) {
            return;
        }
        int now = source << 16 | destination;
        long change = addresses + (~Wire.u32(ALL, header) & LOW_32) + (now & LOW_32);
        Wire.put32(ALL, header, now);
        boolean anew = bench.options.recomputes(bench.batch.port(i)) && !frame.fragment;
        if (frame.protocol == Ipv4Header.PROTOCOL_TCP) {
            int checksum =
                    anew
                            ? Checksum.of(sum(i, frame, header, TcpHeader.checksum(ALL, header)))
                            : Checksum.update(TcpHeader.checksum(ALL, header), change);
            TcpHeader.putChecksum(ALL, header, checksum);
            return;
        }
        int was = UdpHeader.checksum(ALL, header);
        if (was != 0) {
            int checksum =
                    anew
                            ? Checksum.ofUdp(sum(i, frame, header, was))
                            : Checksum.orOnes(Checksum.update(was, change));
            UdpHeader.putChecksum(ALL, header, checksum);
        }
    }

    /** The sum of pseudo-header, header and data but the checksum that stands there. */
    private int sum(int i, Parsed.Frame frame, long header, int checksum) {
        long ip = bench.batch.address(i) + frame.ip;
        int protocol = frame.protocol;
        int length = frame.end - frame.payload;
        int pseudo =
                frame.ipv4
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

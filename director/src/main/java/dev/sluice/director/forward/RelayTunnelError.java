package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.IcmpError;
import dev.sluice.director.packet.IcmpHeader;
import dev.sluice.director.packet.IcmpQuote;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.Tunnel;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import java.lang.foreign.MemorySegment;

/**
 * Tells a client what a router on the way through a tunnel said: that a wrapped packet is too big
 * (RFC 2003 §4, RFC 2473 §8). The client knows nothing of the tunnel, so it gets an error of its
 * own, about the packet inside, with what is left beside the tunnel's header. Other errors about
 * tunnels are of no use to it.
 *
 * <pre>
 *  came   Ethernet | IP | ICMP | quoted outer IP | (UDP) | quoted packet of the client's ...
 *  goes                    Ethernet | IP | ICMP with MTU | quoted packet of the client's ...
 * </pre>
 */
final class RelayTunnelError {
    /** No link is narrower (RFC 791 §3.2); for IPv6, RFC 8200 §5. */
    private static final int MTU_MIN = 68;

    private static final int V6_MTU_MIN = 1280;

    private final Workbench bench;
    private final SendOut out;
    private final Wrap wrap;
    private final Way way;
    private final IcmpQuote quote = new IcmpQuote();

    RelayTunnelError(Workbench bench, SendOut out) {
        this.bench = bench;
        this.out = out;
        this.wrap = new Wrap(bench);
        this.way = new Way(bench);
    }

    /**
     * Handles an error if it quotes a packet in a tunnel of ours.
     *
     * @param quoted where the quoted outer header lies
     */
    boolean takes(int i, long quoted) {
        Parsed parsed = bench.parsed;
        long end = bench.batch.frame(i) + parsed.of(i).end;
        if (!bench.table.isLocal(parsed.of(i).destinationHigh, parsed.of(i).destinationLow)) {
            return false;
        }
        long inner = inner(quoted, end, parsed.of(i).ipv4);
        if (inner == 0) {
            return false;
        }
        Drop why = relay(i, inner, end);
        if (why != Drop.NONE) {
            bench.batch.drop(i, why);
        }
        return true;
    }

    /** Where the packet inside begins; 0 if it is not one. */
    private long inner(long quoted, long end, boolean ipv4) {
        MemorySegment memory = bench.batch.memory();
        int header = ipv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        if (quoted + header + UdpHeader.LENGTH + 1 > end
                || Ipv4Header.version(memory, quoted) != (ipv4 ? 4 : 6)
                || (ipv4 && Ipv4Header.headerLength(memory, quoted) != header)) {
            return 0;
        }
        int protocol =
                ipv4 ? Ipv4Header.protocol(memory, quoted) : Ipv6Header.nextHeader(memory, quoted);
        long payload = quoted + header;
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_IPIP, Ipv4Header.PROTOCOL_IPV6 -> payload;
            case Ipv4Header.PROTOCOL_UDP ->
                    UdpHeader.destinationPort(memory, payload) == Tunnel.GUE_PORT
                            ? payload + UdpHeader.LENGTH
                            : 0;
            default -> 0;
        };
    }

    private Drop relay(int i, long inner, long end) {
        Batch batch = bench.batch;
        MemorySegment memory = batch.memory();
        boolean ipv4 = Ipv4Header.version(memory, inner) == 4;
        int mtu = mtu(i);
        if (mtu == 0 || !isWhole(i) || !quote.read(memory, inner, end, ipv4)) {
            return Drop.ICMP_UNRELATED;
        }
        int workers = bench.options.workers();
        int owner = Owner.of(quote.sourceHigh(), quote.sourceLow(), quote.sourcePort(), workers);
        if (owner != bench.options.worker()) {
            batch.handOver(i, owner);
            return Drop.NONE;
        }
        int found = session();
        if (found == SessionTable.NONE) {
            return Drop.ICMP_UNRELATED;
        }
        long at = bench.sessions.at(found >> 1);
        int left = mtu - wrap.overhead(at);
        if (Session.method(bench.slab, at) != Session.TUNNEL
                || left < (ipv4 ? MTU_MIN : V6_MTU_MIN)) {
            return Drop.ICMP_UNRELATED;
        }
        if (!way.toClient(at)) {
            return Drop.NEXT_HOP_UNRESOLVED;
        }
        answer(i, inner, (int) (end - inner), ipv4, left);
        out.send(i, way);
        return Drop.NONE;
    }

    /** What the router says that it takes; 0 if it says something else. */
    private int mtu(int i) {
        MemorySegment memory = bench.batch.memory();
        long icmp = bench.batch.frame(i) + bench.parsed.of(i).payload;
        int type = IcmpHeader.type(memory, icmp);
        if (bench.parsed.of(i).ipv4) {
            boolean tooBig =
                    type == IcmpHeader.UNREACHABLE
                            && IcmpHeader.code(memory, icmp) == IcmpHeader.FRAGMENTATION_NEEDED;
            return tooBig ? IcmpHeader.lowHalf(memory, icmp) : 0;
        }
        int word = IcmpHeader.word(memory, icmp);
        return type == IcmpHeader.V6_PACKET_TOO_BIG && word > 0 && word <= 0xFFFF ? word : 0;
    }

    /** The new error has a right checksum, so this one must have. */
    private boolean isWhole(int i) {
        MemorySegment memory = bench.batch.memory();
        Parsed parsed = bench.parsed;
        int length = parsed.of(i).end - parsed.of(i).payload;
        long frame = bench.batch.frame(i);
        int sum = Checksum.sum(memory, frame + parsed.of(i).payload, length);
        int pseudo =
                parsed.of(i).ipv4
                        ? 0
                        : Ipv6Header.pseudoSum(
                                memory, frame + parsed.of(i).ip, Ipv6Header.NEXT_ICMPV6, length);
        return Checksum.holds(Checksum.add(sum, pseudo));
    }

    private int session() {
        return bench.sessions.find(
                quote.sourceHigh(),
                quote.sourceLow(),
                quote.destinationHigh(),
                quote.destinationLow(),
                quote.sourcePort(),
                quote.destinationPort(),
                quote.protocol());
    }

    private void answer(int i, long inner, int quotable, boolean ipv4, int mtu) {
        Batch batch = bench.batch;
        MemorySegment memory = batch.memory();
        int ip = bench.parsed.of(i).ip;
        long frame = inner - IcmpError.headers(ipv4) - ip;
        Wire.move(memory, batch.frame(i), frame, ip);
        Wire.put16(
                memory, frame + ip - 2, ipv4 ? EthernetHeader.TYPE_IPV4 : EthernetHeader.TYPE_IPV6);
        int length =
                ipv4
                        ? IcmpError.write(
                                memory,
                                inner,
                                quotable,
                                (int) quote.destinationLow(),
                                IcmpHeader.UNREACHABLE,
                                IcmpHeader.FRAGMENTATION_NEEDED,
                                mtu)
                        : IcmpError.writeV6(
                                memory,
                                inner,
                                quotable,
                                quote.destinationHigh(),
                                quote.destinationLow(),
                                IcmpHeader.V6_PACKET_TOO_BIG,
                                0,
                                mtu);
        bench.parsed.of(i).ipv4 = ipv4;
        bench.parsed.of(i).end = ip + length;
        batch.resize(i, frame, ip + length);
    }
}

package dev.sluice.director.forward;

import dev.sluice.director.limit.TokenBucket;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.IcmpError;
import dev.sluice.director.packet.IcmpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;

/**
 * Answers a packet by an ICMP error about it, in its place and to where it came from: in the name
 * of the address that it was for, or where that is not ours, of the virtual address of its session.
 * Answers are so many a second at most (RFC 1812 §4.3.2.8); beyond that the packet is dropped.
 *
 * <p>Only for packets that were not rewritten, and that have ports: never about an ICMP error or a
 * later fragment (RFC 1122 §3.2.2).
 */
final class SendError {
    /** How many answers a worker gives in a second. */
    static final int ANSWERS_PER_SECOND = 1000;

    private static final long BURST_MS = 50;

    private final Workbench bench;
    private final Answer back;
    private final TokenBucket answers = new TokenBucket();

    SendError(Workbench bench, Answer back) {
        this.bench = bench;
        this.back = back;
    }

    /** Its time to live is used up. */
    void timeExceeded(int i) {
        answer(i, Drop.TTL_EXPIRED, IcmpHeader.TIME_EXCEEDED, 0, IcmpHeader.V6_TIME_EXCEEDED, 0, 0);
    }

    /**
     * It is larger than the way out takes, and may not be cut.
     *
     * @param mtu what would fit
     */
    void tooBig(int i, int mtu) {
        answer(
                i,
                Drop.TOO_BIG,
                IcmpHeader.UNREACHABLE,
                IcmpHeader.FRAGMENTATION_NEEDED,
                IcmpHeader.V6_PACKET_TOO_BIG,
                0,
                mtu);
    }

    /** Nobody takes it. */
    void portUnreachable(int i, Drop why) {
        answer(
                i,
                why,
                IcmpHeader.UNREACHABLE,
                IcmpHeader.PORT_UNREACHABLE,
                IcmpHeader.V6_UNREACHABLE,
                IcmpHeader.V6_PORT_UNREACHABLE,
                0);
    }

    private void answer(int i, Drop why, int type, int code, int v6Type, int v6Code, int word) {
        Parsed parsed = bench.parsed;
        if (parsed.of(i).kind == Parsed.FRAGMENT) {
            bench.batch.drop(i, why);
            return;
        }
        long high = parsed.of(i).destinationHigh;
        long low = parsed.of(i).destinationLow;
        if (!bench.table.owns(high, low)) {
            int owner = Owner.of(bench, i);
            if (owner != bench.options.worker()) {
                bench.batch.handOver(i, owner);
                return;
            }
            int found = session(i);
            if (found == SessionTable.NONE) {
                bench.batch.drop(i, why);
                return;
            }
            high = Session.virtualHigh(bench.slab, bench.sessions.at(found >> 1));
            low = Session.virtualLow(bench.slab, bench.sessions.at(found >> 1));
        }
        if (!answers.take(bench.nowMs, 1, ANSWERS_PER_SECOND, BURST_MS) || !grow(i)) {
            bench.batch.drop(i, why);
            return;
        }
        long quoted = bench.batch.frame(i) + parsed.of(i).ip + IcmpError.headers(parsed.of(i).ipv4);
        int quotable = parsed.of(i).end - parsed.of(i).ip;
        int length =
                parsed.of(i).ipv4
                        ? IcmpError.write(
                                bench.batch.memory(), quoted, quotable, (int) low, type, code, word)
                        : IcmpError.writeV6(
                                bench.batch.memory(),
                                quoted,
                                quotable,
                                high,
                                low,
                                v6Type,
                                v6Code,
                                word);
        bench.batch.resize(i, bench.batch.frame(i), parsed.of(i).ip + length);
        back.back(i);
    }

    private int session(int i) {
        Parsed parsed = bench.parsed;
        return bench.sessions.find(
                parsed.of(i).sourceHigh,
                parsed.of(i).sourceLow,
                parsed.of(i).destinationHigh,
                parsed.of(i).destinationLow,
                parsed.of(i).sourcePort,
                parsed.of(i).destinationPort,
                parsed.of(i).protocol);
    }

    /** Lets the frame begin earlier by an error's headers, its Ethernet header with it. */
    private boolean grow(int i) {
        Batch batch = bench.batch;
        int headers = IcmpError.headers(bench.parsed.of(i).ipv4);
        int port = batch.port(i);
        if (batch.headroom(i) < headers || port < 0 || port >= bench.hops.ports()) {
            return false;
        }
        long frame = batch.frame(i);
        Wire.move(batch.memory(), frame, frame - headers, bench.parsed.of(i).ip);
        batch.resize(i, frame - headers, batch.length(i) + headers);
        return true;
    }
}

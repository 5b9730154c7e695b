package dev.sluice.director.forward;

import dev.sluice.balance.StableHash;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpSegment;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends {@link PathProbe}s, recognizes their answers, and resets what they began. Each is known by
 * its local port; the low bits of a local port name the worker, so answers find it again. Sessions
 * have no such tuple: the far end of theirs is a server's own address, here it is a virtual one.
 */
final class PathProbes {
    /** The highest local ports, which are the director's even of an address that it shares. */
    static final int PORTS = LocalPorts.PORT_MAX + 1 - LocalPorts.SHARED_PORT_MIN;

    private static final int WINDOW = 65_535;

    private final Workbench bench;
    private final SendOut out;
    private final Way way;
    private final Queue<PathProbe> waiting = new ArrayDeque<>();
    private final @Nullable PathProbe[] asked;
    private final int[] sequences;
    private final SplittableRandom random;
    private int open;
    private int next;

    PathProbes(Workbench bench, SendOut out) {
        this.bench = bench;
        this.out = out;
        this.way = new Way(bench);
        int slots = PathProbe.most(bench.options.workers());
        this.asked = new PathProbe[slots];
        this.sequences = new int[slots];
        this.random = new SplittableRandom(bench.options.seed());
    }

    /** Takes probes that are sent with the next batch. */
    void ask(Collection<PathProbe> probes) {
        waiting.addAll(probes);
    }

    /** Sends what waits, as far as there are free frames. */
    void send() {
        while (!waiting.isEmpty()) {
            int i = bench.batch.addSpare();
            if (i < 0) {
                return;
            }
            send(i, waiting.remove());
        }
    }

    private void send(int i, PathProbe probe) {
        Address local = local(probe);
        if (local == null || !hasWay(probe)) {
            bench.batch.drop(i, Drop.NONE);
            probe.heard(PathProbe.Answer.UNSENT);
            return;
        }
        int slot = next;
        next = (next + 1) % asked.length;
        open += asked[slot] == null ? 1 : 0;
        asked[slot] = probe;
        sequences[slot] = random.nextInt();
        EthernetHeader.putType(
                bench.batch.memory(),
                bench.batch.frame(i),
                local.isIpv4() ? EthernetHeader.TYPE_IPV4 : EthernetHeader.TYPE_IPV6);
        bench.parsed.of(i).ip = EthernetHeader.LENGTH;
        segment(i, probe, local, port(slot), sequences[slot], TcpHeader.SYN);
    }

    private @Nullable Address local(PathProbe probe) {
        return Address.isIpv4(probe.virtualHigh, probe.virtualLow)
                ? bench.tunnelIpv4
                : bench.tunnelIpv6;
    }

    private boolean hasWay(PathProbe probe) {
        return way.to(probe.serverHigh, probe.serverLow, !probe.tunnel);
    }

    private int port(int slot) {
        int workers = bench.options.workers();
        return LocalPorts.SHARED_PORT_MIN + slot * workers + bench.options.worker();
    }

    private void segment(
            int i, PathProbe probe, Address local, int localPort, int sequence, int flags) {
        Batch batch = bench.batch;
        int ip = bench.parsed.of(i).ip;
        int length =
                TcpSegment.write(
                        batch.memory(),
                        batch.frame(i) + ip,
                        local.high(),
                        local.low(),
                        probe.virtualHigh,
                        probe.virtualLow,
                        localPort,
                        probe.virtualPort,
                        sequence,
                        0,
                        flags,
                        WINDOW,
                        0,
                        0);
        bench.parsed.of(i).end = ip + length;
        bench.parsed.of(i).ipv4 = local.isIpv4();
        batch.resize(i, batch.frame(i), ip + length);
        if (probe.tunnel) {
            long flow = StableHash.address(local.high(), local.low() ^ ((long) localPort << 48));
            out.sendThrough(i, probe.serverHigh, probe.serverLow, probe.gue, flow, way);
        } else {
            out.send(i, way);
        }
    }

    /** Whether a packet of no session is the answer to a probe; then it has its outcome. */
    boolean hears(int i) {
        int slot = open == 0 ? -1 : slot(i);
        PathProbe probe = slot < 0 ? null : asked[slot];
        if (probe == null || !isAnswer(i, probe, sequences[slot] + 1)) {
            return false;
        }
        asked[slot] = null;
        open--;
        Address local = local(probe);
        if ((bench.parsed.of(i).tcpFlags & TcpHeader.RST) != 0) {
            bench.batch.drop(i, Drop.NONE);
            probe.heard(PathProbe.Answer.REFUSED);
        } else {
            if (local == null || !hasWay(probe)) {
                bench.batch.drop(i, Drop.NONE);
            } else {
                segment(i, probe, local, port(slot), sequences[slot] + 1, TcpHeader.RST);
            }
            probe.heard(PathProbe.Answer.ACCEPTED);
        }
        return true;
    }

    private int slot(int i) {
        int above = bench.parsed.of(i).destinationPort - LocalPorts.SHARED_PORT_MIN;
        int workers = bench.options.workers();
        boolean own = above >= 0 && above % workers == bench.options.worker();
        boolean local =
                bench.table
                        .ownLocals()
                        .contains(
                                bench.parsed.of(i).destinationHigh,
                                bench.parsed.of(i).destinationLow);
        return own && local ? above / workers : -1;
    }

    private boolean isAnswer(int i, PathProbe probe, int acknowledged) {
        int flags = bench.parsed.of(i).tcpFlags;
        long tcp = bench.batch.frame(i) + bench.parsed.of(i).payload;
        return bench.parsed.of(i).protocol == ForwardedListener.TCP
                && bench.parsed.of(i).sourceLow == probe.virtualLow
                && bench.parsed.of(i).sourceHigh == probe.virtualHigh
                && bench.parsed.of(i).sourcePort == probe.virtualPort
                && (flags & (TcpHeader.SYN | TcpHeader.RST)) != 0
                && (flags & TcpHeader.ACK) != 0
                && TcpHeader.acknowledgement(bench.batch.memory(), tcp) == acknowledged;
    }
}

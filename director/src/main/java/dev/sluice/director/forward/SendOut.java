package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Cut;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Wire;

/**
 * Last stage: hands a packet that is rewritten to a neighbour, with a tunnel's header before it
 * where it goes through one, and cut where it is too long and may be cut. What it cannot cut is
 * asked of it before: {@link #mayGo}.
 */
final class SendOut {
    private final Workbench bench;
    private final Parsed parsed;
    private final Wrap wrap;

    SendOut(Workbench bench) {
        this.bench = bench;
        this.parsed = bench.parsed;
        this.wrap = new Wrap(bench);
    }

    /** Whether a packet is short enough, or may be cut. */
    boolean mayGo(int i, int mtu) {
        Parsed.Frame frame = parsed.of(i);
        if (frame.ipBytes() <= mtu) {
            return true;
        }
        long ip = bench.batch.address(i) + frame.ip;
        return frame.ipv4 && !Ipv4Header.dontFragment(ALL, ip);
    }

    /** How much of an MTU is left for packets of a session whose server is reached by a tunnel. */
    int room(long at, int mtu) {
        return mtu - wrap.overhead(at);
    }

    /** Sends a packet by a way. */
    void send(int i, Way way) {
        int extra = cut(i, way.mtu());
        if (extra < 0) {
            bench.batch.drop(i, Drop.NO_SPARE_FRAME);
            return;
        }
        int firstExtra = bench.batch.size() - extra;
        hand(i, way);
        for (int j = 0; j < extra; j++) {
            hand(firstExtra + j, way);
        }
    }

    /** Sends a packet of a session through a tunnel by a way. */
    void sendWrapped(int i, long at, Way way) {
        if (!wrap.isPossible(at)) {
            bench.batch.drop(i, Drop.NO_LOCAL_PORT);
            return;
        }
        int extra = cut(i, room(at, way.mtu()));
        if (extra < 0) {
            bench.batch.drop(i, Drop.NO_SPARE_FRAME);
            return;
        }
        int firstExtra = bench.batch.size() - extra;
        wrapped(i, at, way);
        for (int j = 0; j < extra; j++) {
            wrapped(firstExtra + j, at, way);
        }
    }

    /** Sends a packet of no session through a tunnel by a way; it is short. */
    void sendThrough(int i, long serverHigh, long serverLow, boolean gue, long flow, Way through) {
        if (wrap.put(i, serverHigh, serverLow, gue, flow)) {
            hand(i, through);
        } else {
            bench.batch.drop(i, Drop.NO_LOCAL_PORT);
        }
    }

    private void wrapped(int i, long at, Way way) {
        if (wrap.put(i, at)) {
            hand(i, way);
        } else {
            bench.batch.drop(i, Drop.TOO_BIG);
        }
    }

    private void hand(int i, Way way) {
        long frame = bench.batch.address(i);
        EthernetHeader.putAddresses(ALL, frame, way.mac(), bench.hops.sourceMac(way.port()));
        bench.batch.transmit(i, way.port());
    }

    /**
     * Leaves of a packet that is too long the first part, and puts the others into frames of their
     * own, the last of the batch.
     *
     * @return how many others there are; -1 if there were not enough free frames
     */
    private int cut(int i, int mtu) {
        Batch batch = bench.batch;
        if (parsed.of(i).end - parsed.of(i).ip <= mtu) {
            return 0;
        }
        long ip = batch.address(i) + parsed.of(i).ip;
        int headerLength = Ipv4Header.headerLength(ALL, ip);
        int all = parsed.of(i).end - parsed.of(i).ip - headerLength;
        int part = Ipv4Cut.dataBytes(mtu, headerLength);
        if (part <= 0) {
            return -1;
        }
        if (!Ipv4Header.isFragment(ALL, ip)) {
            Ipv4Header.putIdentification(ALL, ip, bench.newIdentification());
        }
        int extra = 0;
        for (int from = part; from < all; from += part) {
            if (!copyPart(i, from, Math.min(part, all - from), from + part >= all)) {
                discard(extra);
                return -1;
            }
            extra++;
        }
        int length = Ipv4Cut.keepFirst(ALL, ip, part);
        parsed.of(i).end = parsed.of(i).ip + length;
        batch.resize(i, batch.frame(i), parsed.of(i).end);
        return extra;
    }

    private boolean copyPart(int i, int from, int bytes, boolean last) {
        Batch batch = bench.batch;
        int j = batch.addSpare();
        if (j < 0) {
            return false;
        }
        long source = batch.address(i);
        long target = batch.address(j);
        int ip = parsed.of(i).ip;
        Wire.move(ALL, source, target, ip);
        int length = Ipv4Cut.copy(ALL, source + ip, target + ip, from, bytes, last);
        batch.resize(j, batch.frame(j), ip + length);
        parsed.of(j).ip = ip;
        parsed.of(j).end = ip + length;
        parsed.of(j).ipv4 = true;
        return true;
    }

    private void discard(int extra) {
        for (int j = 0; j < extra; j++) {
            bench.batch.drop(bench.batch.size() - 1 - j, Drop.NO_SPARE_FRAME);
        }
    }
}

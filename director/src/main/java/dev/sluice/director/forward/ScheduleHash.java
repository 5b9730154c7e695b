package dev.sluice.director.forward;

import dev.sluice.balance.StableHash;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.model.Scheduling;
import java.lang.foreign.MemorySegment;

/** What hash schedulers go by for the first packet of a session; the same as in a proxy. */
final class ScheduleHash {
    /** Connection ids of short headers have no length; servers behind a balancer use eight. */
    private static final int SHORT_ID_BYTES = 8;

    private static final int LONG_ID_BYTES_MAX = 20;
    private static final int LONG_HEADER = 0x80;

    private final Workbench bench;
    private final byte[] id = new byte[LONG_ID_BYTES_MAX];

    ScheduleHash(Workbench bench) {
        this.bench = bench;
    }

    /** By the scheduler's kind; 0 for one that does not hash. */
    long of(int i, Scheduling scheduling) {
        Parsed parsed = bench.parsed;
        return switch (scheduling) {
            case SCH -> StableHash.address(parsed.of(i).sourceHigh, parsed.of(i).sourceLow);
            case TCH -> fourTuple(parsed, i);
            case QCH -> {
                long quic = quicConnection(parsed, i);
                yield quic != 0
                        ? quic
                        : StableHash.address(parsed.of(i).sourceHigh, parsed.of(i).sourceLow);
            }
            case WRR, WLC, RR, P2C, EWMA -> 0;
        };
    }

    /** Of a client and where it sends to. */
    static long fourTuple(Parsed parsed, int i) {
        return StableHash.fourTuple(
                StableHash.address(parsed.of(i).sourceHigh, parsed.of(i).sourceLow),
                parsed.of(i).sourcePort,
                parsed.of(i).destinationHigh,
                parsed.of(i).destinationLow,
                parsed.of(i).destinationPort);
    }

    /**
     * Of a datagram's QUIC connection id (RFC 8999 §5); 0 where it is too short to have one.
     *
     * <pre>
     *  long:  1xxxxxxx | version (4) | length (1) | destination connection id | …
     *  short: 0xxxxxxx | destination connection id | …
     * </pre>
     */
    private long quicConnection(Parsed parsed, int i) {
        int bytes = parsed.of(i).dataBytes(UdpHeader.LENGTH);
        if (parsed.of(i).protocol != ForwardedListener.UDP || bytes < 1 + SHORT_ID_BYTES) {
            return 0;
        }
        MemorySegment memory = bench.batch.memory();
        long at = bench.batch.frame(i) + parsed.of(i).payload + UdpHeader.LENGTH;
        boolean longHeader = (Wire.u8(memory, at) & LONG_HEADER) != 0;
        int start = longHeader ? 6 : 1;
        int length = longHeader ? Wire.u8(memory, at + 5) : SHORT_ID_BYTES;
        if (length == 0 || length > LONG_ID_BYTES_MAX || bytes < start + length) {
            return 0;
        }
        for (int b = 0; b < length; b++) {
            id[b] = (byte) Wire.u8(memory, at + start + b);
        }
        return StableHash.bytes(id, 0, length);
    }

    /** Which local ports stand for a packet's client. */
    static int clientClass(Parsed parsed, int i) {
        return LocalPorts.classOf(
                parsed.of(i).sourceHigh, parsed.of(i).sourceLow, parsed.of(i).sourcePort);
    }
}

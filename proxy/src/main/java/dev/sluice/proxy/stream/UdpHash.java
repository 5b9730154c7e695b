package dev.sluice.proxy.stream;

import dev.sluice.balance.StableHash;
import dev.sluice.model.Scheduling;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** What hash schedulers go by for a client's first datagram. */
final class UdpHash {
    /** Connection ids of short headers have no length; servers behind a balancer use eight. */
    private static final int SHORT_ID_BYTES = 8;

    private static final int LONG_ID_MOST_BYTES = 20;
    private static final int LONG_HEADER = 0x80;

    private UdpHash() {}

    /** By the scheduler's kind; 0 for one that does not hash. */
    static long of(
            Scheduling scheduler,
            InetSocketAddress client,
            InetSocketAddress local,
            long quicHash) {
        byte[] address = client.getAddress().getAddress();
        return switch (scheduler) {
            case SCH -> StableHash.address(address);
            case TCH ->
                    StableHash.fourTuple(
                            address,
                            client.getPort(),
                            local.getAddress().getAddress(),
                            local.getPort());
            case QCH -> quicHash != 0 ? quicHash : StableHash.address(address);
            case WRR, WLC, RR, P2C, EWMA -> 0;
        };
    }

    /**
     * Of a datagram's QUIC connection id (RFC 8999 §5); 0 where it is too short to have one.
     *
     * <pre>
     *  long:  1xxxxxxx | version (4) | length (1) | destination connection id | …
     *  short: 0xxxxxxx | destination connection id | …
     * </pre>
     */
    static long quicConnection(ByteBuf datagram) {
        int at = datagram.readerIndex();
        int readable = datagram.readableBytes();
        if (readable < 1 + SHORT_ID_BYTES) {
            return 0;
        }
        boolean longHeader = (datagram.getByte(at) & LONG_HEADER) != 0;
        int start = longHeader ? 6 : 1;
        int length = longHeader ? datagram.getUnsignedByte(at + 5) : SHORT_ID_BYTES;
        if (length == 0 || length > LONG_ID_MOST_BYTES || readable < start + length) {
            return 0;
        }
        var id = new byte[length];
        datagram.getBytes(at + start, id);
        return StableHash.bytes(id, 0, length);
    }
}

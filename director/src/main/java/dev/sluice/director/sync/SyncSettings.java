package dev.sluice.director.sync;

/**
 * How one director takes part.
 *
 * @param cluster names the cluster: whoever has another is not listened to
 * @param node the director's number in it, from 1 to 4095
 * @param epoch names this start of the director: another each time, hard to guess
 * @param datagramBytesMax of a datagram, without the headers of UDP and IP
 * @param logDatagrams how many can be sent again, a power of two
 * @param peersMax how many other directors there may be
 * @param flushMs how long a change may wait for others to share its datagram
 * @param heartbeatMs between signs of life
 * @param deadMs of silence, after which a peer is taken to be gone
 * @param auditMs between audits
 * @param discoveryMs after which whoever was not heard is taken not to be there
 * @param endedMs how long the end of a session is remembered
 * @param sweepMs in which every session is looked at once
 */
public record SyncSettings(
        long cluster,
        int node,
        long epoch,
        int datagramBytesMax,
        int logDatagrams,
        int peersMax,
        int flushMs,
        int heartbeatMs,
        int deadMs,
        int auditMs,
        int discoveryMs,
        int endedMs,
        int sweepMs) {
    /** A datagram holds at least an audit. */
    private static final int DATAGRAM_BYTES_MIN = 700;

    public SyncSettings {
        if (node < 1 || node > Datagram.NODE_MAX) {
            throw new IllegalArgumentException(
                    "a director's number is from 1 to " + Datagram.NODE_MAX + ", not " + node);
        }
        if (Integer.bitCount(logDatagrams) != 1) {
            throw new IllegalArgumentException("the log's size is a power of two");
        }
        if (datagramBytesMax < DATAGRAM_BYTES_MIN || datagramBytesMax > Datagram.BYTES_MAX) {
            throw new IllegalArgumentException("datagrams of " + datagramBytesMax + " bytes");
        }
    }

    /** What a director does unless told otherwise. */
    public static SyncSettings usual(long cluster, int node, long epoch) {
        return new SyncSettings(
                cluster, node, epoch, 1400, 8192, 255, 5, 100, 600, 5_000, 1_000, 10_000, 10_000);
    }
}

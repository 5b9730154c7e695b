package dev.sluice.director.sync.ipvs;

/**
 * How sessions are exchanged with one group of LVS directors.
 *
 * @param cluster names the directors that tell each other of their sessions otherwise
 * @param syncId of the group, up to 255; with 0 everybody's messages are taken
 * @param messageBytesMax of a message, without the headers of UDP and IP
 * @param sends whether LVS is told of sessions here
 * @param receives whether sessions of LVS are taken
 * @param flushMs how long an entry may wait for others to share its message
 * @param refreshMs in which every session is told again
 */
public record GatewaySettings(
        long cluster,
        int syncId,
        int messageBytesMax,
        boolean sends,
        boolean receives,
        int flushMs,
        int refreshMs) {
    /** A message holds at least an entry with all that one can have. */
    private static final int MESSAGE_BYTES_MIN = 512;

    private static final int FLUSH_MS = 20;

    public GatewaySettings {
        if (syncId < 0 || syncId > 255) {
            throw new IllegalArgumentException("a syncid is from 0 to 255, not " + syncId);
        }
        if (messageBytesMax < MESSAGE_BYTES_MIN || messageBytesMax > MessageReader.BYTES_MAX) {
            throw new IllegalArgumentException("messages of " + messageBytesMax + " bytes");
        }
    }

    /** One that waits no longer than our own directors do. */
    public static GatewaySettings usual(
            long cluster,
            int syncId,
            int messageBytesMax,
            boolean sends,
            boolean receives,
            int refreshMs) {
        return new GatewaySettings(
                cluster, syncId, messageBytesMax, sends, receives, FLUSH_MS, refreshMs);
    }
}

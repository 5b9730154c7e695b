package dev.sluice.model.node;

/**
 * What of a director's sessions its kernel forwards by itself. Packets and bytes are of IP packets
 * where the kernel forwards them, of frames where workers do.
 *
 * @param way by which it forwards, such as {@code native XDP}; {@code none} if it forwards nothing
 * @param why that way, in words
 * @param sessions that it forwards at present
 * @param most how many it may
 * @param begun to be forwarded by it
 * @param revoked that it forwards no more
 * @param withoutPlace how often there was no place for one
 * @param packets that it forwarded, as far as was looked: up to half a second ago
 * @param workerFrames that workers sent
 */
public record OffloadReport(
        String way,
        String why,
        long sessions,
        long most,
        long begun,
        long revoked,
        long withoutPlace,
        long packets,
        long bytes,
        long workerFrames,
        long workerBytes) {}

package dev.sluice.linux.xdp;

/**
 * What a socket lost since it was made.
 *
 * @param receiveDropped frames that fit no chunk, or came when nothing could take them
 * @param receiveInvalid fill entries that named no chunk
 * @param transmitInvalid transmit entries that named no frame
 * @param receiveFull frames that found the receive ring full
 * @param fillEmpty times that a frame came and there was no chunk to receive into
 * @param transmitEmpty times that the kernel was woken to send and found nothing
 */
public record XskStatistics(
        long receiveDropped,
        long receiveInvalid,
        long transmitInvalid,
        long receiveFull,
        long fillEmpty,
        long transmitEmpty) {
    /** Frames that came and were lost before anybody saw them. */
    public long lost() {
        return receiveDropped + receiveFull;
    }
}

package dev.sluice.linux.xdp;

import java.util.List;

/**
 * The kernel's side of a socket that is none: its rings lie in memory, and frames come and go as
 * the owner of this says. Who works with the socket runs the very methods that it runs with a real
 * one. Owned by one thread.
 */
public final class PlayedSocket {
    private final XskSocket socket;
    private final ConsumerRing fill;
    private final ProducerRing receive;
    private final ConsumerRing transmit;
    private final ProducerRing completion;
    private int taken;

    public PlayedSocket(Umem umem, RingSizes sizes) {
        XskRings rings = XskRings.inMemory(sizes);
        socket = XskSocket.played(umem, rings);
        List<MappedRing> mapped = rings.mapped();
        fill = new ConsumerRing(mapped.get(0));
        receive = new ProducerRing(mapped.get(1));
        transmit = new ConsumerRing(mapped.get(2));
        completion = new ProducerRing(mapped.get(3));
    }

    /** What a worker has of it, and closes. */
    public XskSocket socket() {
        return socket;
    }

    /** Where the next frame that comes is to be written, {@link Umem#HEADROOM_BYTES} behind. */
    public long chunk() {
        if (fill.available(1) == 0) {
            throw new IllegalStateException("there is no chunk to receive into");
        }
        long chunk = fill.address(0);
        fill.release(1);
        return chunk;
    }

    /** A frame has come. */
    public void receive(long frame, int length) {
        if (receive.room(1) == 0) {
            throw new IllegalStateException("the ring of received frames is full");
        }
        receive.put(0, frame, length);
        receive.submit(1);
    }

    /** How many frames wait to be sent; each is {@link #frame} until {@link #sent}. */
    public int toSend() {
        return transmit.available(Integer.MAX_VALUE);
    }

    /** A frame that waits to be sent, from the oldest. */
    public long frame(int place) {
        return transmit.address(place);
    }

    /** As many have been sent, the oldest. */
    public void sent(int count) {
        take(count);
        giveBack();
    }

    /** As many are taken to be sent, the oldest: others have place, but no chunk is free yet. */
    public void take(int count) {
        for (int i = 0; i < count; i++) {
            completion.put(taken + i, transmit.address(i));
        }
        transmit.release(count);
        taken += count;
    }

    /** What was taken has been sent. */
    public void giveBack() {
        completion.submit(taken);
        taken = 0;
    }
}

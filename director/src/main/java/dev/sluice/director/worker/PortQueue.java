package dev.sluice.director.worker;

import dev.sluice.director.packet.Batch;
import dev.sluice.linux.xdp.ChunkStack;
import dev.sluice.linux.xdp.ConsumerRing;
import dev.sluice.linux.xdp.ProducerRing;
import dev.sluice.linux.xdp.XskSocket;

/**
 * One queue of a port: frames come in by it and go out by it. Owned by one worker, whose free
 * chunks it takes and gives.
 */
final class PortQueue {
    /** Chunks that are kept back for frames of the forwarder's own. */
    private static final int RESERVE = 2 * Batch.SPARES_MAX;

    private final XskSocket sender;
    private final int port;
    private final long chunkMask;
    private final ChunkStack free;
    private final ConsumerRing receive;
    private final ProducerRing fill;
    private final ProducerRing transmit;
    private final ConsumerRing completion;
    private int staged;
    private int inFlight;

    /**
     * @param receiver where frames come in
     * @param sender where they go out; mostly the same
     * @param port the number of the port that the queue is of
     */
    PortQueue(XskSocket receiver, XskSocket sender, int port, int chunkBytes, ChunkStack free) {
        this.sender = sender;
        this.port = port;
        this.chunkMask = -chunkBytes;
        this.free = free;
        this.receive = receiver.receive();
        this.fill = receiver.fill();
        this.transmit = sender.transmit();
        this.completion = sender.completion();
    }

    XskSocket sender() {
        return sender;
    }

    int port() {
        return port;
    }

    /**
     * Adds frames that have come to a batch.
     *
     * @return how many
     */
    int receive(Batch batch) {
        int count = receive.available(Batch.FRAMES_MAX - batch.received());
        for (int i = 0; i < count; i++) {
            batch.add(receive.address(i), receive.length(i), port);
        }
        if (count > 0) {
            receive.release(count);
        }
        return count;
    }

    /** Gives the kernel chunks to receive into, as many as it takes but for a reserve. */
    void refill() {
        int count = fill.room(free.size() - RESERVE);
        for (int i = 0; i < count; i++) {
            fill.put(i, free.take());
        }
        if (count > 0) {
            fill.submit(count);
        }
    }

    /** Takes chunks back whose frames were sent. */
    void collect() {
        if (inFlight == 0) {
            return;
        }
        int count = completion.available(inFlight);
        for (int i = 0; i < count; i++) {
            free.give(completion.address(i) & chunkMask);
        }
        if (count > 0) {
            completion.release(count);
            inFlight -= count;
        }
    }

    /** Has a frame sent with the next flush; false when there is no room for it. */
    boolean transmit(long frame, int length) {
        if (transmit.room(staged + 1) <= staged) {
            return false;
        }
        transmit.put(staged, frame, length);
        staged++;
        return true;
    }

    /** Lets the kernel send what was staged, and what it could not send before. */
    void flush() {
        if (staged > 0) {
            transmit.submit(staged);
            inFlight += staged;
            staged = 0;
        }
        if (inFlight > 0 && transmit.pending() > 0) {
            sender.wakeTransmit();
        }
    }

    /** Whether frames wait that the kernel could not send. */
    boolean isHeldUp() {
        return inFlight > 0 && transmit.pending() > 0;
    }
}

package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.linux.call.Polls;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;

/** All by which a director meets others at one place. For one thread; nothing waits. */
final class Sockets implements Outlet, AutoCloseable {
    /** How many descriptors a thread waits for at most. */
    static final int POLLS_MAX = 3 + BulkAnswers.CONNECTIONS_MAX;

    private final Wire wire;
    private final BulkAsker asker;
    private final BulkAnswers answers;

    /** Opens them in the calling thread's namespace. */
    Sockets(Meeting meeting, Traffic traffic) {
        asker = new BulkAsker(meeting.own());
        wire = new Wire(meeting, traffic);
        try {
            answers = new BulkAnswers(meeting, wire::isPeer, traffic);
        } catch (RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /**
     * Has a thread wait for all that can go on.
     *
     * @param room how many sessions workers can take
     */
    void await(Polls polls, int room) {
        if (room >= Wire.ROOM) {
            polls.add(wire.fd());
        }
        asker.await(polls, room);
        answers.await(polls);
    }

    /** Takes what has come, as far as there is room, and goes on with bulk transfers. */
    void run(SessionSync sync, IntSupplier room, long nowMs) {
        wire.receive(sync, room, nowMs);
        asker.run(sync, room, nowMs);
        answers.run(sync, nowMs);
    }

    @Override
    public void send(int node, byte[] bytes, int length) {
        wire.send(node, bytes, length);
    }

    /** Sends what waits for others to be sent with. */
    void flush() {
        wire.flush();
    }

    @Override
    public void openBulk(int node, byte[] request, int length) {
        InetSocketAddress address = wire.addressOf(node);
        asker.open(address, request, length);
    }

    @Override
    public void closeBulk() {
        asker.close();
    }

    @Override
    public void close() {
        answers.close();
        asker.close();
        wire.close();
    }
}

package dev.sluice.director.sync.run;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.socket.TcpListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers peers that ask for sessions. Anybody can connect: whoever is not known as a peer has few
 * places and little time, so that peers find theirs; and nobody is waited for.
 */
final class BulkAnswers implements AutoCloseable {
    /** Connections from addresses where no peer is known to be. */
    private static final int STRANGERS_MAX = 4;

    /** Connections from one address: several directors may be behind one. */
    private static final int EACH_MAX = 4;

    static final int CONNECTIONS_MAX = 32;

    /** Connections that are looked at between other things. */
    private static final int ACCEPTED_MAX = 64;

    /** Whoever may come is not waited for. */
    private static final int NOWHERE = -1;

    /** How long nobody is looked for after there was no descriptor for who came. */
    static final int REST_MS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(BulkAnswers.class);

    private final TcpListener listener;
    private final Predicate<InetAddress> isPeer;
    private final List<BulkConnection> open = new ArrayList<>();
    private final Traffic traffic;
    private @Nullable Polls waited;
    private int place = NOWHERE;
    private int next;
    private long restUntilMs;
    private boolean rests;
    private boolean isSaid;

    /**
     * Listens in the calling thread's namespace.
     *
     * @param isPeer whether a peer is known to be at an address
     */
    BulkAnswers(Meeting meeting, Predicate<InetAddress> isPeer, Traffic traffic) {
        InetAddress own = meeting.own();
        this.listener =
                own == null
                        ? TcpListener.open(meeting.ipv6(), meeting.port())
                        : TcpListener.open(new InetSocketAddress(own, meeting.port()));
        this.isPeer = isPeer;
        this.traffic = traffic;
    }

    /** Has a thread wait for whoever comes or can go on. */
    void await(Polls polls) {
        waited = polls;
        place = rests ? NOWHERE : polls.add(listener.fd());
        for (BulkConnection connection : open) {
            connection.await(polls);
        }
    }

    /** Goes on as far as it goes without waiting; connections take turns. */
    void run(SessionSync sync, long nowMs) {
        rests = rests && nowMs < restUntilMs;
        if (!rests && !isQuiet()) {
            accept(nowMs);
        }
        if (!open.isEmpty()) {
            next = (next + 1) % open.size();
            open.get(next).send(nowMs);
        }
        for (Iterator<BulkConnection> all = open.iterator(); all.hasNext(); ) {
            BulkConnection connection = all.next();
            if (connection.run(sync, nowMs)) {
                traffic.answered++;
            }
            if (connection.isOver()) {
                connection.close();
                all.remove();
            }
        }
    }

    /** Whether the last wait showed that nobody comes. */
    private boolean isQuiet() {
        Polls polls = waited;
        return polls != null && place != NOWHERE && !polls.isReady(place);
    }

    private void accept(long nowMs) {
        for (int i = 0; i < ACCEPTED_MAX; i++) {
            TcpListener.Accepted accepted = listener.accept();
            if (accepted == null) {
                if (listener.isExhausted()) {
                    rest(nowMs);
                }
                return;
            }
            if (hasPlace(accepted.peer())) {
                open.add(new BulkConnection(accepted.socket(), accepted.peer(), nowMs));
            } else {
                traffic.turnedAway++;
                accepted.socket().close();
            }
        }
    }

    /** Who waits is not forgotten: the kernel keeps some. */
    private void rest(long nowMs) {
        rests = true;
        restUntilMs = nowMs + REST_MS;
        traffic.notAccepted++;
        if (!isSaid) {
            isSaid = true;
            LOG.warn(
                    "directors that ask for sessions have to wait: this process may open no more"
                            + " files; raise its limit (LimitNOFILE=)");
        }
    }

    private boolean hasPlace(InetAddress from) {
        if (open.size() >= CONNECTIONS_MAX) {
            return false;
        }
        if (!isPeer.test(from)) {
            return open.stream().filter(one -> !isPeer.test(one.from())).count() < STRANGERS_MAX;
        }
        return open.stream().filter(one -> one.from().equals(from)).count() < EACH_MAX;
    }

    @Override
    public void close() {
        open.forEach(BulkConnection::close);
        open.clear();
        listener.close();
    }
}

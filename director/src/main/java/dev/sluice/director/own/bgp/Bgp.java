package dev.sluice.director.own.bgp;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.Wakeup;
import dev.sluice.linux.socket.TcpListener;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A director's BGP: a thread for each peer, and one that takes their connections. Any thread may
 * call; what is wanted is done soon, and {@link #status} says how far it is.
 *
 * <p>Routers forget the routes as soon as this process is gone, since its connections end with it.
 */
public final class Bgp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bgp.class);

    private final Map<InetAddress, Peer> peers = new LinkedHashMap<>();

    /** Who connects and is no peer. */
    private static final String STRANGER = "stranger";

    private static final List<String> REFUSALS =
            Stream.concat(
                            Arrays.stream(Fault.values())
                                    .filter(Fault::isRefusal)
                                    .map(Fault::label),
                            Stream.of(SessionCounts.ODD_ATTRIBUTE, STRANGER))
                    .toList();

    /** How long nobody is looked for after there was no descriptor for who came. */
    private static final int REST_MS = 1_000;

    private final AtomicLong strangers = new AtomicLong();
    private final AtomicLong notAccepted = new AtomicLong();
    private final List<TcpListener> listeners = new ArrayList<>();
    private final Wakeup wakeup = new Wakeup();
    private final Thread acceptor;
    private volatile boolean closed;

    private Bgp(BgpOptions options, LongSupplier nowMs, long seed, ThreadFactory threads) {
        var random = new SplittableRandom(seed);
        for (BgpOptions.PeerOptions peer : options.peers()) {
            peers.put(
                    peer.address(),
                    new Peer(options, peer, OwnNextHops::of, nowMs, random.split(), threads));
        }
        listen(options, false);
        listen(options, true);
        acceptor = threads.newThread(this::accept);
        acceptor.setName("bgp-accept");
    }

    /**
     * Begins; every peer is to have a session, and to be told nothing yet.
     *
     * @param nowMs a clock that never goes back
     * @param threads makes platform threads, which are in the network namespace of the director
     */
    public static Bgp start(
            BgpOptions options, LongSupplier nowMs, long seed, ThreadFactory threads) {
        var bgp = new Bgp(options, nowMs, seed, threads);
        bgp.peers.values().forEach(Peer::start);
        bgp.acceptor.start();
        bgp.goOn();
        return bgp;
    }

    /** Without a listener, sessions come about by this end's connections. */
    private void listen(BgpOptions options, boolean ipv6) {
        List<BgpOptions.PeerOptions> sameVersion =
                options.peers().stream()
                        .filter(peer -> (Family.of(peer.address()) == Family.IPV6) == ipv6)
                        .toList();
        if (sameVersion.isEmpty()) {
            return;
        }
        try {
            TcpListener listener = TcpListener.open(ipv6, options.port());
            listeners.add(listener);
            for (BgpOptions.PeerOptions peer : sameVersion) {
                byte[] key = peer.key();
                if (key != null) {
                    listener.sign(peer.address(), key);
                }
            }
        } catch (KernelException e) {
            LOG.warn("BGP peers cannot connect, only be connected to: {}", e.getMessage());
        }
    }

    private void accept() {
        try (Polls polls = new Polls(1 + listeners.size())) {
            boolean rests = false;
            while (!closed) {
                polls.clear();
                polls.add(wakeup.fd());
                if (!rests) {
                    listeners.forEach(listener -> polls.add(listener.fd()));
                }
                polls.await(rests ? REST_MS : -1);
                listeners.forEach(this::accept);
                rests = listeners.stream().anyMatch(TcpListener::isExhausted);
                if (rests) {
                    rest();
                }
            }
        }
    }

    private void accept(TcpListener listener) {
        TcpListener.Accepted accepted = listener.accept();
        if (accepted == null) {
            return;
        }
        Peer peer = peers.get(accepted.peer());
        if (peer == null) {
            strangers.incrementAndGet();
            accepted.socket().close();
        } else {
            peer.accepted(accepted.socket());
        }
    }

    /** Who waits is not forgotten: the kernel keeps some. */
    private void rest() {
        if (notAccepted.getAndIncrement() == 0) {
            LOG.warn(
                    "routers that connect have to wait: this process may open no more files; raise"
                            + " its limit (LimitNOFILE=)");
        }
    }

    /** How often who connected had to wait for that. */
    public long notAccepted() {
        return notAccepted.get();
    }

    /** Tells all peers of these routes, and takes back what they were told besides. */
    public void announce(Routes routes) {
        peers.values().forEach(peer -> peer.tell((session, _) -> session.announce(routes)));
    }

    /** Ends all sessions, since packets are not forwarded, until {@link #goOn}. */
    public void hold() {
        peers.values()
                .forEach(peer -> peer.tell((session, now) -> session.stop(Fault.NO_PROGRESS, now)));
    }

    /** Has sessions with all peers. */
    public void goOn() {
        peers.values().forEach(peer -> peer.tell(PeerSession::start));
    }

    /** BFD sees a peer. It is only said, and not by the thread of BFD, which must not wait. */
    public void found(InetAddress address) {
        Peer peer = peers.get(address);
        if (peer != null) {
            peer.tell((_, _) -> LOG.info("BFD sees {}", address.getHostAddress()));
        }
    }

    /** Ends the session with a peer that BFD has lost; it is tried again. */
    public void lost(InetAddress address) {
        Peer peer = peers.get(address);
        if (peer != null) {
            peer.tell((session, now) -> {
                LOG.warn("BFD lost {}", address.getHostAddress());
                session.fail(Fault.BFD_DOWN, now);
            });
        }
    }

    /** How each session is, in the order of the configuration. */
    public List<PeerStatus> status() {
        return peers.values().stream().map(Peer::status).toList();
    }

    /** What was said by peers and others and was not taken, by the reason. */
    public Map<String, Long> refused() {
        var refused = new TreeMap<String, Long>();
        REFUSALS.forEach(reason -> refused.put(reason, 0L));
        refused.put(STRANGER, strangers.get());
        for (PeerStatus peer : status()) {
            peer.refused().forEach((reason, count) -> refused.merge(reason, count, Long::sum));
        }
        return refused;
    }

    /** Tells all peers that the director goes out of service. */
    @Override
    public void close() {
        closed = true;
        wakeup.wake();
        boolean interrupted = false;
        while (acceptor.isAlive()) {
            try {
                acceptor.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        peers.values().forEach(Peer::close);
        listeners.forEach(TcpListener::close);
        wakeup.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.sluice.director.worker;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.NextHops;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.Wakeup;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Neighbour;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.NetlinkEvent;
import dev.sluice.linux.netlink.NetlinkMonitor;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.space.Sysctl;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows who frames are handed to next, and says so again whenever it changes: follows the kernel's
 * links, routes and neighbours, has the kernel keep the neighbours fresh that servers and gateways
 * are reached by, and puts routes back that a link took with it. A thread of its own, plain
 * blocking code; what it is asked for comes through a queue.
 */
public final class HopAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HopAgent.class);

    /** How often it looks by itself: for what could not be done, and for what was never told. */
    private static final long LOOK_MS = 1_000;

    /** How long changes are gathered, for they come together. */
    private static final long GATHER_MS = 5;

    private static final long GATHER_MAX_NS = 50_000_000;

    private final Netlink netlink;
    private final NetlinkMonitor monitor;
    private final Polls polls = new Polls(2);
    private final Wakeup wakeup = new Wakeup();
    private final HopBook book;
    private final OwnRoutes ownRoutes;
    private final Consumer<NextHops> publish;
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private Set<Address> wanted = Set.of();
    private NextHops published = NextHops.EMPTY;
    private String lastTrouble = "";
    private volatile boolean closing;

    private HopAgent(
            Netlink netlink, NetlinkMonitor monitor, List<Port> ports, Consumer<NextHops> publish) {
        this.netlink = netlink;
        this.monitor = monitor;
        this.book = new HopBook(ports);
        this.ownRoutes = new OwnRoutes(book);
        this.publish = publish;
        polls.add(wakeup.fd());
        polls.add(monitor.fd());
        this.thread = Thread.ofPlatform().name("hops").daemon().unstarted(this::run);
    }

    /**
     * Begins, in the network namespace of the calling thread. The first snapshot is published
     * before it returns.
     *
     * @param publish takes each snapshot, on the agent's thread
     */
    public static HopAgent start(List<Port> ports, Consumer<NextHops> publish) {
        ports.forEach(HopAgent::keepAddresses);
        NetlinkMonitor monitor = NetlinkMonitor.open();
        var agent = new HopAgent(Netlink.open(), monitor, List.copyOf(ports), publish);
        agent.lookAround();
        agent.thread.start();
        return agent;
    }

    /** IPv4 addresses stay when their link goes down; IPv6 addresses do only if told to. */
    private static void keepAddresses(Port port) {
        try {
            Sysctl.write("net/ipv6/conf/" + port.name() + "/keep_addr_on_down", "1");
        } catch (UncheckedIOException e) {
            LOG.debug("{} has no IPv6", port.name(), e);
        }
    }

    /**
     * Says where packets go: servers' addresses, in place of those before. Gateways are wanted
     * anyway.
     *
     * @return completed when a snapshot with hops for them is published; their MACs may come later
     */
    public CompletableFuture<Boolean> wanted(Collection<Address> destinations) {
        Set<Address> newest = Set.copyOf(destinations);
        return ask(() -> wanted = newest);
    }

    /**
     * Says which routes must be there and stay, in place of those before; those that are no more
     * are taken away.
     *
     * @return completed when they are there
     */
    public CompletableFuture<Boolean> ownedRoutes(List<Route> routes) {
        List<Route> newest = List.copyOf(routes);
        return ask(() -> ownRoutes.own(newest).forEach(netlink.routes()::delete));
    }

    private CompletableFuture<Boolean> ask(Runnable what) {
        var done = new CompletableFuture<Boolean>();
        asked.add(() -> {
            try {
                what.run();
                lookAround();
                done.complete(true);
            } catch (KernelException e) {
                done.completeExceptionally(e);
            }
        });
        wakeup.wake();
        return done;
    }

    private void run() {
        while (!closing) {
            try {
                round();
                lastTrouble = "";
            } catch (KernelException e) {
                say(e);
            }
        }
    }

    private void round() {
        polls.await(LOOK_MS);
        wakeup.clear();
        for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
            next.run();
        }
        boolean others = false;
        for (NetlinkEvent event : gathered()) {
            others |= take(event);
        }
        if (others || !ownRoutes.missing().isEmpty() || !book.unmanaged().isEmpty()) {
            lookAround();
        } else {
            publish();
        }
    }

    private List<NetlinkEvent> gathered() {
        long deadlineNs = System.nanoTime() + GATHER_MAX_NS;
        var events = new ArrayList<>(monitor.changes());
        while (!events.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            if (polls.await(GATHER_MS) == 0 || polls.isReady(0)) {
                break;
            }
            events.addAll(monitor.changes());
        }
        return events;
    }

    /** Takes a change in; true if all has to be read anew. */
    private boolean take(NetlinkEvent event) {
        return switch (event) {
            case NetlinkEvent.OfNeighbour of -> {
                book.neighbour(of.neighbour(), of.gone());
                yield false;
            }
            case NetlinkEvent.OfLink of -> {
                take(of.link());
                yield true;
            }
            case NetlinkEvent.OfRoute of -> {
                if (of.gone()) {
                    ownRoutes.gone(of.route());
                }
                yield of.route().table() == Route.MAIN;
            }
            case NetlinkEvent.OfAddress _, NetlinkEvent.Lost _ -> true;
        };
    }

    private void take(Link link) {
        book.link(link);
        ownRoutes.link(link);
    }

    /** Reads all, puts right what is not as it should be, and says what is known. */
    private void lookAround() {
        netlink.links().all().forEach(this::take);
        List<Route> routes = netlink.routes().all();
        ownRoutes.routes(routes);
        List<Route> missing = ownRoutes.missing();
        for (Route route : missing) {
            attempt(() -> netlink.routes().put(route));
        }
        if (!missing.isEmpty()) {
            routes = netlink.routes().all();
            ownRoutes.routes(routes);
        }
        book.routes(routes);
        book.want(wanted);
        book.forgetManaged();
        for (Neighbour neighbour : netlink.neighbours().all()) {
            book.neighbour(neighbour, false);
        }
        for (NextHops.Neighbour hop : book.unmanaged()) {
            attempt(() -> manage(hop));
        }
        publish();
    }

    private void manage(NextHops.Neighbour hop) {
        InetAddress address = new Address(hop.high(), hop.low()).inetAddress();
        netlink.neighbours().manage(book.interfaceOf(hop.port()), address);
        book.managed(hop);
    }

    /** What cannot be done now, such as by an interface that is down, is tried again later. */
    private void attempt(Runnable what) {
        try {
            what.run();
        } catch (KernelException e) {
            say(e);
        }
    }

    private void say(KernelException e) {
        if (!lastTrouble.equals(e.getMessage())) {
            lastTrouble = String.valueOf(e.getMessage());
            LOG.warn("{}; trying again", lastTrouble);
        }
    }

    private void publish() {
        NextHops newest = book.snapshot();
        if (!newest.saysTheSame(published)) {
            published = newest;
            publish.accept(newest);
        }
    }

    /** Ends. Routes and managed neighbours stay. */
    @Override
    public void close() {
        closing = true;
        wakeup.wake();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        monitor.close();
        netlink.close();
        polls.close();
        wakeup.close();
    }
}

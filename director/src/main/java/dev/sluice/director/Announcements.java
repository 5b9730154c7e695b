package dev.sluice.director;

import dev.sluice.director.own.Announcer;
import dev.sluice.director.own.Progress;
import dev.sluice.director.own.bfd.Bfd;
import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bgp.BgpOptions;
import dev.sluice.director.own.bgp.BgpOptions.PeerOptions;
import dev.sluice.director.own.bgp.PeerState;
import dev.sluice.director.own.bgp.PeerStatus;
import dev.sluice.director.own.bgp.Routes;
import dev.sluice.director.worker.Workers;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.Route;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.BgpConfig;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.unit.IpLiteral;
import dev.sluice.model.unit.Network;
import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What routers are told by the configuration of the moment: nothing where it has no BGP, nor before
 * the director has joined others. Any thread.
 */
final class Announcements implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    /** How long routers have to prefer others before this director is gone. */
    private static final Duration LEAVING = Duration.ofMillis(500);

    private final DirectorOptions options;
    private final Workers workers;
    private @Nullable BgpConfig wanted;
    private List<String> interfaces = List.of();
    private @Nullable LinksBehind links;
    private @Nullable BgpOptions asked;
    private @Nullable BgpConfig spoken;
    private final PeerGauges gauges;
    private volatile @Nullable Announcer announcer;
    private Routes routes = Routes.NONE;
    private boolean joined;
    private boolean withdrawn;

    Announcements(DirectorOptions options, Workers workers, Measure measure) {
        this.options = options;
        this.workers = workers;
        this.gauges = new PeerGauges(measure);
    }

    /**
     * Reads what the next configuration says.
     *
     * @throws IOException when a password cannot be read
     */
    synchronized void prepare(DirectorConfig own) throws IOException {
        BgpConfig newest = own.bgp();
        if (newest != null && !newest.equals(wanted)) {
            asked = options(own, newest);
        }
        wanted = newest;
        interfaces = own.interfaces();
    }

    /**
     * Announces what frames are taken for, once this director has joined. To be called once they
     * are taken.
     *
     * @param taken the virtual addresses, and the networks of local addresses
     * @param distances at which this director stands behind the owners of networks
     */
    synchronized void update(Collection<Route> taken, Map<Network, Integer> distances) {
        if (wanted == null || !wanted.equals(spoken)) {
            if (announcer != null) {
                LOG.info("the settings of BGP have changed: its sessions end");
            }
            close();
        }
        Announcer open = announcer;
        Announcer speaking = open == null ? start() : open;
        if (speaking != null) {
            Map<Network, Integer> networks = new HashMap<>();
            for (Route route : taken) {
                var network = new Network(route.destination(), route.prefix());
                networks.put(network, distances.getOrDefault(network, 0));
            }
            routes = new Routes(networks, false);
            speaking.announce(present());
        }
    }

    /** What routers are told at present. */
    private Routes present() {
        return joined && !withdrawn ? routes : Routes.NONE;
    }

    /** Until now only sessions with routers were begun; from now on they are told. */
    synchronized void join() {
        joined = true;
        Announcer speaking = announcer;
        if (speaking != null) {
            speaking.announce(present());
        }
    }

    /**
     * Takes all routes back, after routers were asked to prefer others and had time for it, until
     * {@link #comeBack}.
     *
     * @return how many routers there are
     */
    synchronized int withdraw() {
        Announcer speaking = announcer;
        if (speaking == null || withdrawn) {
            return 0;
        }
        withdrawn = true;
        int told = askToPreferOthers(speaking);
        speaking.announce(Routes.NONE);
        return told;
    }

    /** Announces again what frames are taken for. */
    synchronized void comeBack() {
        withdrawn = false;
        Announcer speaking = announcer;
        if (speaking != null) {
            speaking.announce(present());
        }
    }

    /** Returns to how many, when they have had time for it. */
    private int askToPreferOthers(Announcer speaking) {
        long standing =
                speaking.peers().stream()
                        .filter(peer -> peer.state() == PeerState.ESTABLISHED)
                        .count();
        if (standing > 0) {
            speaking.announce(routes.withLeaving());
            try {
                Thread.sleep(LEAVING);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return (int) standing;
    }

    private @Nullable Announcer start() {
        BgpConfig newest = wanted;
        BgpOptions who = asked;
        if (newest == null || who == null) {
            return null;
        }
        try {
            Announcer begun = start(who, newest.bfd());
            announcer = begun;
            spoken = newest;
            gauges.begin(begun);
            return begun;
        } catch (KernelException e) {
            closeLinks();
            LOG.warn("no routes are announced: {}", e.getMessage());
            return null;
        }
    }

    private Announcer start(BgpOptions who, boolean withBfd) {
        List<InetAddress> neighbours =
                withBfd ? who.peers().stream().map(PeerOptions::address).toList() : List.of();
        var progress =
                new Progress(
                        workers.size(), workers::rounds, Director::nowMs, Progress.PATIENCE_MS);
        var behind =
                new LinksBehind(
                        interfaces, who.peers().stream().map(PeerOptions::address).toList());
        links = behind;
        return Announcer.start(
                who,
                neighbours,
                Bfd.PORT,
                () -> {
                    boolean linked = behind.getAsBoolean();
                    return progress.getAsBoolean() && linked;
                },
                options.seed(),
                Thread.ofPlatform().name("bgp-", 0).daemon().factory());
    }

    private BgpOptions options(DirectorConfig own, BgpConfig bgp) throws IOException {
        var peers = new ArrayList<PeerOptions>();
        for (BgpConfig.PeerConfig peer : bgp.peers()) {
            InetAddress address = IpLiteral.parse(peer.address()).orElse(null);
            if (address != null) {
                Secret password = password(peer.passwordFile());
                peers.add(new PeerOptions(address, peer.as(), password, peer.passive()));
            }
        }
        return new BgpOptions(
                bgp.localAs(), identifier(own, bgp), bgp.holdTimeS(), bgp.port(), peers);
    }

    private @Nullable Secret password(@Nullable String file) throws IOException {
        if (file == null) {
            return null;
        }
        String text =
                Files.readString(options.dataFolder().resolve(file), StandardCharsets.UTF_8)
                        .strip();
        if (text.isEmpty()) {
            throw new IOException("the password file " + file + " of a BGP peer is empty");
        }
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As written, or else of its first local address, which no other director has. */
    private static int identifier(DirectorConfig own, BgpConfig bgp) {
        String written = bgp.routerId();
        Optional<InetAddress> address =
                written == null
                        ? own.localAddresses().stream()
                                .flatMap(text -> Network.parse(text).stream())
                                .map(Network::address)
                                .filter(Inet4Address.class::isInstance)
                                .findFirst()
                        : IpLiteral.parse(written);
        return address.map(one -> ByteBuffer.wrap(one.getAddress()).getInt())
                .orElse(own.name().hashCode() | 1);
    }

    /** How the session with each router is. */
    List<PeerStatus> peers() {
        Announcer speaking = announcer;
        return speaking == null ? List.of() : speaking.peers();
    }

    /** Whether BFD sees those that it is spoken with. */
    Map<InetAddress, BfdState> neighbours() {
        Announcer speaking = announcer;
        return speaking == null ? Map.of() : speaking.neighbours();
    }

    /** Asks routers to prefer others, gives them time for it, and ends. */
    @Override
    public synchronized void close() {
        Announcer speaking = announcer;
        if (speaking == null) {
            return;
        }
        gauges.hide();
        if (!withdrawn) {
            askToPreferOthers(speaking);
        }
        announcer = null;
        spoken = null;
        speaking.close();
        gauges.end();
        closeLinks();
    }

    private void closeLinks() {
        LinksBehind behind = links;
        links = null;
        if (behind != null) {
            behind.close();
        }
    }
}

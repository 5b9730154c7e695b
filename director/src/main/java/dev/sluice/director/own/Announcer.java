package dev.sluice.director.own;

import dev.sluice.director.own.bfd.Bfd;
import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bfd.BfdTiming;
import dev.sluice.director.own.bgp.Bgp;
import dev.sluice.director.own.bgp.BgpOptions;
import dev.sluice.director.own.bgp.PeerStatus;
import dev.sluice.director.own.bgp.Routes;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;

/**
 * Has routers send packets to this director while it forwards, and only then: BGP says what for,
 * BFD says that it is there, and both are silenced when the workers stand still. Any thread.
 */
public final class Announcer implements RouterSessions, AutoCloseable {
    private final Bgp bgp;
    private final Bfd bfd;

    private Announcer(Bgp bgp, Bfd bfd) {
        this.bgp = bgp;
        this.bfd = bfd;
    }

    /**
     * Begins; nothing is announced before {@link #announce}.
     *
     * @param bfdNeighbours the peers that BFD is spoken with
     * @param bfdPort {@link Bfd#PORT} but for tests
     * @param progress whether the workers make progress, see {@link Progress}
     * @param seed of what is drawn at random: jitter, discriminators
     * @param threads makes platform threads in the director's network namespace
     */
    public static Announcer start(
            BgpOptions options,
            List<InetAddress> bfdNeighbours,
            int bfdPort,
            BooleanSupplier progress,
            long seed,
            ThreadFactory threads) {
        Bgp bgp = Bgp.start(options, () -> System.nanoTime() / 1_000_000, seed, threads);
        try {
            Bfd bfd =
                    Bfd.start(
                            BfdTiming.DEFAULT,
                            bfdNeighbours,
                            bfdPort,
                            progress,
                            new Listener(bgp),
                            () -> System.nanoTime() / 1_000,
                            seed,
                            threads);
            return new Announcer(bgp, bfd);
        } catch (RuntimeException e) {
            bgp.close();
            throw e;
        }
    }

    private record Listener(Bgp bgp) implements Bfd.Listener {
        @Override
        public void found(InetAddress neighbour) {
            bgp.found(neighbour);
        }

        @Override
        public void lost(InetAddress neighbour) {
            bgp.lost(neighbour);
        }

        @Override
        public void progress(boolean made) {
            if (made) {
                bgp.goOn();
            } else {
                bgp.hold();
            }
        }
    }

    /** Announces these, and takes back what was announced besides. */
    public void announce(Routes routes) {
        bgp.announce(routes);
    }

    @Override
    public List<PeerStatus> peers() {
        return bgp.status();
    }

    @Override
    public Map<InetAddress, BfdState> neighbours() {
        return bfd.states();
    }

    @Override
    public Map<String, Long> refusedByBgp() {
        return bgp.refused();
    }

    @Override
    public Map<String, Long> refusedByBfd() {
        return bfd.refused();
    }

    @Override
    public long notAccepted() {
        return bgp.notAccepted();
    }

    /** Takes all routes back: routers hear that the director goes out of service. */
    @Override
    public void close() {
        bgp.close();
        bfd.close();
    }
}

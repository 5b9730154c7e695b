package dev.sluice.director.own.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.unit.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two sessions in a network that fails: what they agree on once it works again. */
class PeerSessionSimulationTest {
    private static final int SEEDS = 200;
    private static final long TROUBLE_MS = 60_000;
    private static final long HEALED_MS = 40_000;

    @Test
    void the_router_knows_the_directors_routes_once_the_network_works_again() {
        long first = System.nanoTime() & 0xFFFF_FFFFL;
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                simulate(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void simulate(SplittableRandom random) {
        var link = new SimulatedLink(random);
        long routerAs = random.nextBoolean() ? 64600 : 64601;
        int ids = random.nextInt(3);
        boolean passive = random.nextInt(4) == 0;
        int holdTimeS = random.nextInt(4) == 0 ? 9 : 3;
        var director = link.new End(new PeerSettings(64601, routerAs, 0x0A00_0001, 3, passive));
        int routerId = ids == 0 && routerAs != 64601 ? 0x0A00_0001 : ids == 1 ? -1 : 1;
        var router = link.new End(new PeerSettings(routerAs, 64601, routerId, holdTimeS, false));
        director.facing(router);
        director.session.start(link.nowMs);
        router.session.start(link.nowMs + 5);

        long troubleUntil = link.nowMs + TROUBLE_MS;
        while (link.nowMs < troubleUntil) {
            disturb(random, link, director, router);
            long until = link.nowMs + random.nextLong(5_000);
            link.run(until, () -> check(director, router), director, router);
        }
        link.partitioned = false;
        director.session.start(link.nowMs);
        Routes routes = routes(random);
        director.session.announce(routes);
        long healed = link.nowMs + HEALED_MS;
        link.run(healed, () -> check(director, router), director, router);

        assertThat(director.session.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(router.session.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(router.heard().routes.keySet())
                .isEqualTo(
                        routes.networks().keySet().stream()
                                .map(Network::toString)
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(router.heard().routes.values())
                .allMatch(said -> said.contains("community ffff0000") == routes.leaving());
    }

    private static void check(SimulatedLink.End... ends) {
        for (SimulatedLink.End end : ends) {
            assertThat(end.counts.ends().keySet())
                    .as("both speak the protocol")
                    .isSubsetOf(
                            Fault.HOLD_EXPIRED,
                            Fault.COLLISION,
                            Fault.REJECTED,
                            Fault.NO_PROGRESS,
                            Fault.BFD_DOWN);
        }
    }

    private static void disturb(
            SplittableRandom random,
            SimulatedLink link,
            SimulatedLink.End director,
            SimulatedLink.End router) {
        switch (random.nextInt(8)) {
            case 0 -> link.partitioned = true;
            case 1, 2 -> link.partitioned = false;
            case 3 -> (random.nextBoolean() ? director : router).cut();
            case 4 -> director.session.fail(Fault.BFD_DOWN, link.nowMs);
            case 5 -> director.session.stop(Fault.NO_PROGRESS, link.nowMs);
            case 6 -> director.session.start(link.nowMs);
            default -> director.session.announce(routes(random));
        }
    }

    private static Routes routes(SplittableRandom random) {
        Map<Network, Integer> networks = new HashMap<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            String text = random.nextBoolean() ? "203.0.113." : "2001:db8::";
            Network network = Network.parse(text + random.nextInt(1, 10)).orElseThrow();
            networks.put(network, random.nextInt(3));
        }
        return new Routes(networks, random.nextBoolean());
    }
}

package dev.sluice.director.own.bgp;

import dev.sluice.model.unit.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a peer from its OPEN on: states OpenSent, OpenConfirm and Established of RFC
 * 4271 §8. What is to be told, and was. For one thread.
 */
final class Exchange {
    enum State {
        OPEN_SENT,
        OPEN_CONFIRM,
        ESTABLISHED
    }

    /** How long a peer may take for its OPEN; the standard suggests minutes. */
    static final long OPEN_MS = 10_000;

    private static final long NEVER = Long.MAX_VALUE;

    final Side side;
    final MessageReader reader = new MessageReader();
    private final PeerSettings settings;
    private final NextHops nextHops;
    private final RandomGenerator random;
    private final Wire wire;
    private final Map<Network, Integer> told = new HashMap<>();
    private State state = State.OPEN_SENT;
    private Message.@Nullable Open peer;
    private boolean toldLeaving;
    private long holdMs;
    private long holdDueMs;
    private long keepaliveDueMs = NEVER;
    private long establishedMs;

    Exchange(
            Side side,
            PeerSettings settings,
            NextHops nextHops,
            RandomGenerator random,
            Wire wire,
            long nowMs) {
        this.side = side;
        this.settings = settings;
        this.nextHops = nextHops;
        this.random = random;
        this.wire = wire;
        this.holdDueMs = nowMs + OPEN_MS;
        wire.send(
                side,
                MessageWriter.open(
                        settings.localAs(),
                        settings.holdTimeS(),
                        settings.identifier(),
                        nextHops.families()));
    }

    State state() {
        return state;
    }

    /** What the peer said of itself, once it has. */
    Message.@Nullable Open peer() {
        return peer;
    }

    int routesTold() {
        return told.size();
    }

    long establishedMs() {
        return establishedMs;
    }

    /** Takes an OPEN that was found good. */
    void opened(Message.Open open, long nowMs) {
        peer = open;
        state = State.OPEN_CONFIRM;
        holdMs = Math.min(settings.holdTimeS(), open.holdTimeS()) * 1000L;
        heard(nowMs);
        keepalive(nowMs);
    }

    /** Takes the first KEEPALIVE. */
    void established(long nowMs) {
        state = State.ESTABLISHED;
        establishedMs = nowMs;
    }

    /** Something came. */
    void heard(long nowMs) {
        if (state != State.OPEN_SENT) {
            holdDueMs = holdMs == 0 ? NEVER : nowMs + holdMs;
        }
    }

    boolean isSilent(long nowMs) {
        return holdDueMs != NEVER && nowMs - holdDueMs >= 0;
    }

    /** Says that it is alive when it is time to. */
    void tick(long nowMs) {
        if (keepaliveDueMs != NEVER && nowMs - keepaliveDueMs >= 0) {
            keepalive(nowMs);
        }
    }

    /** A third of the hold time, or up to a quarter less (RFC 4271 §4.4, §10). */
    private void keepalive(long nowMs) {
        wire.send(side, MessageWriter.keepalive());
        long everyMs = holdMs / 3;
        keepaliveDueMs = holdMs == 0 ? NEVER : nowMs + everyMs - random.nextLong(everyMs / 4 + 1);
    }

    long nextMs() {
        return Math.min(holdDueMs, keepaliveDueMs);
    }

    /** Tells what the peer does not know yet, and takes back what is no more. */
    void tell(Routes routes) {
        Set<Family> families = families();
        var gone = new HashSet<>(told.keySet());
        gone.removeAll(routes.networks().keySet());
        var changed = new ArrayList<Network>();
        routes.networks()
                .forEach((network, prepends) -> {
                    boolean known = prepends.equals(told.get(network));
                    if ((!known || toldLeaving != routes.leaving())
                            && families.contains(Family.of(network.address()))) {
                        changed.add(network);
                    }
                });
        withdraw(gone);
        announce(changed, routes);
        toldLeaving = routes.leaving();
    }

    /** Tells all of a family anew, when it is asked to. */
    void tellAgain(int family, Routes routes) {
        told.keySet().removeIf(network -> Family.of(network.address()).number() == family);
        tell(routes);
    }

    private Set<Family> families() {
        Set<Family> families = EnumSet.noneOf(Family.class);
        families.addAll(nextHops.families());
        families.retainAll(peer == null ? Set.of() : peer.families());
        return families;
    }

    private void withdraw(Set<Network> gone) {
        for (Family family : Family.values()) {
            send(UpdateWriter.withdraw(ofFamily(gone.stream().toList(), family)));
        }
        told.keySet().removeAll(gone);
    }

    private void announce(List<Network> changed, Routes routes) {
        for (Family family : Family.values()) {
            InetAddress nextHop = nextHops.of(family);
            if (nextHop == null) {
                continue;
            }
            var byPrepends = new TreeMap<Integer, List<Network>>();
            for (Network network : ofFamily(changed, family)) {
                int prepends = routes.networks().getOrDefault(network, 0);
                byPrepends.computeIfAbsent(prepends, _ -> new ArrayList<>()).add(network);
                told.put(network, prepends);
            }
            byPrepends.forEach((prepends, networks) ->
                    send(
                            UpdateWriter.announce(
                                    networks, path(prepends, routes.leaving(), nextHop))));
        }
    }

    private Path path(int prepends, boolean leaving, InetAddress nextHop) {
        boolean four = peer != null && peer.fourOctetAs();
        return new Path(settings.localAs(), settings.internal(), four, prepends, leaving, nextHop);
    }

    private void send(List<byte[]> messages) {
        messages.forEach(message -> wire.send(side, message));
    }

    /** In an order of their own, so that two runs say the same. */
    private static List<Network> ofFamily(List<Network> networks, Family family) {
        return networks.stream()
                .filter(network -> Family.of(network.address()) == family)
                .sorted(Comparator.comparing(Network::toString))
                .toList();
    }
}

package dev.sluice.director.own.speak;

import dev.sluice.director.own.vrrp.Advert;
import dev.sluice.director.own.vrrp.Election;
import dev.sluice.director.own.vrrp.Heard;
import dev.sluice.director.own.vrrp.Outputs;
import dev.sluice.director.own.vrrp.Refusal;
import dev.sluice.director.own.vrrp.Transition;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.Link;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an election says and hears, at all interfaces. Used by the speaker's thread. */
final class Voices implements Outputs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Voices.class);
    private static final long NS_PER_MS = 1_000_000;

    private record Place(String link, boolean ipv6) {
        static Place of(VirtualRouterSettings router) {
            return new Place(router.link(), router.ipv6());
        }
    }

    private final LinkStates links;
    private final Ownership ownership;
    private final CounterRow counts;
    private final CounterRow[] refusals;
    private final Map<Place, SpokenLink> open = new HashMap<>();
    private final Set<Place> mute = new HashSet<>();
    private Set<Place> wanted = Set.of();
    private @Nullable Election election;

    Voices(LinkStates links, Ownership ownership, Measure measure) {
        this.links = links;
        this.ownership = ownership;
        this.counts = measure.row(Scope.PROCESS);
        this.refusals =
                Arrays.stream(Refusal.values())
                        .map(why -> measure.row(Scope.VRRP_REFUSAL, why.label()))
                        .toArray(CounterRow[]::new);
    }

    void speakFor(Election elected) {
        election = elected;
    }

    /** Opens what these virtual routers need, and closes what none needs. */
    void use(List<VirtualRouterSettings> routers) {
        wanted = routers.stream().map(Place::of).collect(Collectors.toSet());
        open();
        listenToMacs();
    }

    /** Has interfaces receive what is for the MACs of virtual routers that are mastered here. */
    private void listenToMacs() {
        List<VirtualRouterSettings> mastered = election().mastered();
        open.forEach((place, spoken) ->
                spoken.listenTo(
                        mastered.stream()
                                .filter(VirtualRouterSettings::hasMac)
                                .filter(router -> Place.of(router).equals(place))
                                .map(VirtualRouterSettings::mac)
                                .collect(Collectors.toSet())));
    }

    private Election election() {
        Election elected = election;
        if (elected == null) {
            throw new AssertionError("somebody is spoken for");
        }
        return elected;
    }

    /** Whether an interface that is needed cannot be spoken at. */
    boolean isSilenced() {
        return !open.keySet().containsAll(wanted);
    }

    /** Closes and opens what has to be; whether there was any. Goodbyes come before this. */
    boolean open() {
        boolean changed =
                open.entrySet().removeIf(entry -> isOver(entry.getKey(), entry.getValue()));
        for (Place place : wanted) {
            Link link = links.named(place.link());
            if (!open.containsKey(place) && link != null) {
                changed |= open(place, link);
            }
        }
        return changed;
    }

    private boolean isOver(Place place, SpokenLink spoken) {
        Link link = links.named(place.link());
        if (wanted.contains(place) && link != null && link.index() == spoken.ifindex()) {
            return false;
        }
        spoken.close();
        return true;
    }

    private boolean open(Place place, Link link) {
        try {
            open.put(place, SpokenLink.open(place.ipv6(), link.name(), link.index()));
            mute.remove(place);
            return true;
        } catch (KernelException e) {
            if (mute.add(place)) {
                LOG.warn("VRRP cannot be spoken at {} yet: {}", place.link(), e.getMessage());
            }
            return false;
        }
    }

    List<Integer> fds() {
        return open.values().stream().map(SpokenLink::fd).toList();
    }

    /**
     * Takes what has come.
     *
     * @param discard whether it is of the past
     */
    void receive(boolean discard) {
        Election heard = election();
        open.forEach((place, spoken) ->
                spoken.receive(packet ->
                        heard.heard(
                                place.link(),
                                discard ? new Heard(packet.source(), Refusal.STALLED) : packet)));
    }

    @Override
    public void send(VirtualRouterSettings router, Advert advert) {
        SpokenLink spoken = open.get(Place.of(router));
        if (spoken != null && spoken.send(router, advert) == 0) {
            counts.increment(Counter.VRRP_SENT);
        } else {
            counts.increment(Counter.VRRP_NOT_SENT);
        }
    }

    @Override
    public void changed(Transition to) {
        VirtualRouterSettings router = to.router();
        LOG.info(
                "virtual router {} at {} ({}) is {}: {}{}",
                router.id(),
                router.link(),
                router.ipv6() ? "IPv6" : "IPv4",
                to.now(),
                to.cause().why(),
                to.incomplete() ? "; incomplete: sessions of others may be missing here" : "");
        counts.increment(Counter.VRRP_TRANSITIONS);
        Election elected = election();
        ownership.owned(elected.owned(), elected.ownedNetworks());
        listenToMacs();
    }

    @Override
    public void announce(VirtualRouterSettings router) {
        SpokenLink spoken = open.get(Place.of(router));
        Link link = links.named(router.link());
        boolean taken = ownership.takes(router.addresses(), router.networks());
        if (spoken != null && link != null && taken) {
            long mac = router.hasMac() ? router.mac() : link.mac();
            spoken.announce(router.addresses(), mac);
            spoken.announce(OnLink.of(router.networks()), mac);
        }
    }

    @Override
    public void refused(Refusal why) {
        refusals[why.ordinal()].increment(Counter.VRRP_REFUSED);
    }

    @Override
    public void stalled(long stoodStillNs) {
        LOG.warn(
                "stood still for {} ms, longer than others wait for a master: owns nothing until"
                        + " it has heard the others",
                stoodStillNs / NS_PER_MS);
        ownership.resync();
    }

    @Override
    public void close() {
        open.values().forEach(SpokenLink::close);
        open.clear();
    }
}

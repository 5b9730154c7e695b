package dev.sluice.director.own.vrrp;

import dev.sluice.director.own.vrrp.VirtualRouterSettings.RouterKey;
import dev.sluice.director.table.Address;
import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All virtual routers of a director. It does nothing by itself: its owner thread, whenever
 * something came or {@link #waitNs} is over, has it {@link #wake}, tells it what it {@link #heard},
 * and has it {@link #expire}.
 *
 * <pre>
 *                    master not heard, or it left
 *              ┌──────────────────────────────────────→┐
 *  STOPPED → BACKUP                                  MASTER
 *              └←──────────────────────────────────────┘
 *                another is higher, or it stood still itself
 *  from either: FAULT while something that it needs does not work, then BACKUP;
 *  STOPPED while it is drained
 * </pre>
 */
public final class Election {
    /** What it takes part with. */
    private enum Part {
        ALL,
        /** What servers send to local addresses comes here as before. */
        NETWORKS,
        NOTHING
    }

    private static final long IDLE_NS = 1_000_000_000;

    private final SteadyClock clock;
    private final BooleanSupplier complete;
    private final Outputs outputs;
    private final Set<String> down = new HashSet<>();
    private Map<RouterKey, VirtualRouter> routers = new LinkedHashMap<>();
    private Map<RouterKey, SyncGroup> groups = Map.of();
    private Part part = Part.ALL;
    private long ranNs;

    /**
     * @param nowNs a clock that goes as fast as those of others
     * @param complete whether all is known here that a live master knows; only then it is preempted
     */
    public Election(LongSupplier nowNs, BooleanSupplier complete, Outputs outputs) {
        this.clock = new SteadyClock(nowNs);
        this.complete = complete;
        this.outputs = outputs;
        this.ranNs = clock.nowNs();
    }

    /**
     * Has these virtual routers from now on. Those that it has already keep their state; those that
     * it has no more say goodbye.
     */
    public void use(List<VirtualRouterSettings> settings) {
        long nowNs = clock.nowNs();
        var before = new LinkedHashMap<>(routers);
        var newest = new LinkedHashMap<RouterKey, VirtualRouter>();
        for (VirtualRouterSettings router : settings) {
            VirtualRouter known = before.remove(router.key());
            if (known == null) {
                known = new VirtualRouter(router, outputs, complete, () -> !areNetworksToCome());
                known.track(down);
            } else if (!known.settings().equals(router)) {
                known.use(router, down);
            }
            newest.put(router.key(), known);
        }
        before.values().forEach(gone -> gone.leave(State.STOPPED, Cause.CONFIGURED, true, nowNs));
        routers = newest;
        groups = groups(newest);
        takingPart().forEach(group -> group.begin(Cause.STARTED, nowNs));
    }

    /**
     * Whether a live master of networks of local addresses is about to be preempted. Addresses come
     * after: their new sessions need local ones.
     */
    private boolean areNetworksToCome() {
        long nowNs = clock.nowNs();
        return routers.values().stream()
                .filter(router -> !router.settings().networks().isEmpty())
                .anyMatch(router -> router.isPreempting(nowNs));
    }

    private static Map<RouterKey, SyncGroup> groups(Map<RouterKey, VirtualRouter> routers) {
        var byName = new LinkedHashMap<String, List<VirtualRouter>>();
        routers.forEach((key, router) -> {
            String name = router.settings().group();
            byName.computeIfAbsent(name.isEmpty() ? key.toString() : name, _ -> new ArrayList<>())
                    .add(router);
        });
        var groups = new HashMap<RouterKey, SyncGroup>();
        for (List<VirtualRouter> members : byName.values()) {
            var group = new SyncGroup(members);
            members.forEach(member -> groups.put(member.settings().key(), group));
        }
        return groups;
    }

    /** In the order of their first members. */
    private Set<SyncGroup> distinctGroups() {
        var distinct = new LinkedHashSet<SyncGroup>();
        routers.keySet().forEach(key -> distinct.add(groupOf(key)));
        return distinct;
    }

    private List<SyncGroup> takingPart() {
        return distinctGroups().stream().filter(this::takesPart).toList();
    }

    private boolean takesPart(SyncGroup group) {
        return part == Part.ALL || (part == Part.NETWORKS && group.hasNetworks());
    }

    private SyncGroup groupOf(RouterKey key) {
        SyncGroup group = groups.get(key);
        if (group == null) {
            throw new AssertionError("every virtual router has a group: " + key);
        }
        return group;
    }

    /**
     * Comes first whenever the owner thread runs.
     *
     * @return whether it stood still for too long: what is queued is to be discarded
     */
    public boolean wake() {
        long nowNs = clock.nowNs();
        boolean stoodStill = false;
        for (SyncGroup group : distinctGroups()) {
            stoodStill |= group.stoodStill(ranNs, nowNs);
        }
        if (stoodStill) {
            outputs.stalled(nowNs - ranNs);
        }
        ranNs = nowNs;
        return stoodStill;
    }

    /**
     * A packet of the protocol came by an interface.
     *
     * @param link where it came by
     */
    public void heard(String link, Heard heard) {
        switch (heard.received()) {
            case Refusal why -> outputs.refused(why);
            case Advert advert -> {
                var key = new RouterKey(link, advert.ipv6(), advert.routerId());
                VirtualRouter router = routers.get(key);
                Refusal why = router == null ? Refusal.UNKNOWN_ROUTER : why(router, advert, heard);
                if (why != null) {
                    outputs.refused(why);
                } else if (router != null) {
                    heard(router, advert, heard.source());
                }
            }
        }
    }

    private static @Nullable Refusal why(VirtualRouter router, Advert advert, Heard heard) {
        VirtualRouterSettings settings = router.settings();
        if (heard.source().equals(settings.source())) {
            return Refusal.OWN;
        }
        if (advert.version() != settings.version()) {
            return Refusal.OTHER_VERSION;
        }
        if (!settings.peers().isEmpty() && !settings.peers().contains(heard.source())) {
            return Refusal.NOT_A_PEER;
        }
        boolean otherInterval = advert.intervalMs() != settings.intervalMs();
        return advert.version() == 2 && otherInterval ? Refusal.INTERVAL : null;
    }

    private void heard(VirtualRouter router, Advert advert, Address from) {
        long nowNs = clock.nowNs();
        switch (router.state()) {
            case STOPPED, FAULT -> router.heardAside(advert, from);
            case BACKUP -> {
                if (router.heardAsBackup(advert, from, nowNs)) {
                    groupOf(router.settings().key()).masterLeft(router, nowNs);
                }
            }
            case MASTER -> {
                Cause cause = router.heardAsMaster(advert, from, nowNs);
                if (cause != null) {
                    groupOf(router.settings().key()).giveWay(router, cause, nowNs);
                }
            }
        }
    }

    /** Does what is due. */
    public void expire() {
        long nowNs = clock.nowNs();
        ranNs = nowNs;
        for (VirtualRouter router : routers.values()) {
            boolean runs = router.state() == State.BACKUP || router.isMaster();
            if (runs && nowNs - router.dueNs() >= 0 && router.expire(nowNs)) {
                groupOf(router.settings().key()).expired(nowNs);
            }
        }
    }

    /** How long the owner thread may sleep: short enough to notice that it stood still. */
    public long waitNs() {
        long nowNs = clock.nowNs();
        long wait = IDLE_NS;
        for (VirtualRouter router : routers.values()) {
            if (router.state() == State.BACKUP || router.isMaster()) {
                wait = Math.min(wait, router.dueNs() - nowNs);
                wait = Math.min(wait, router.masterDownNs() / 4);
            }
        }
        return Math.max(0, wait);
    }

    /** Something that virtual routers may need works, or does not. */
    public void tracked(String name, boolean works) {
        if (works ? !down.remove(name) : !down.add(name)) {
            return;
        }
        long nowNs = clock.nowNs();
        routers.values().forEach(router -> router.track(down));
        takingPart().forEach(group -> group.tracked(nowNs));
    }

    /** Tells the link again where the addresses are that are this director's. */
    public void announce() {
        routers.values().stream()
                .filter(VirtualRouter::isMaster)
                .forEach(router -> outputs.announce(router.settings()));
    }

    /**
     * Gives addresses away, in the order of the virtual routers, and takes none until {@link
     * #serve}. Who is master then is still heard.
     *
     * @param networksToo whether networks of local addresses are given away too; before that, what
     *     still comes for addresses begins sessions as ever
     */
    public void drain(boolean networksToo) {
        Part left = networksToo ? Part.NOTHING : Part.NETWORKS;
        if (left.compareTo(part) > 0) {
            List<SyncGroup> before = takingPart();
            part = left;
            long nowNs = clock.nowNs();
            before.stream().filter(group -> !takesPart(group)).forEach(group -> group.drain(nowNs));
        }
    }

    /** Takes part again, after {@link #drain}. */
    public void serve() {
        if (part != Part.ALL) {
            part = Part.ALL;
            long nowNs = clock.nowNs();
            distinctGroups().forEach(group -> group.begin(Cause.SERVING, nowNs));
        }
    }

    /** Gives all addresses away and says goodbye. */
    public void resign() {
        long nowNs = clock.nowNs();
        distinctGroups().forEach(group -> group.resign(Cause.RESIGNED, nowNs));
        routers = new LinkedHashMap<>();
        groups = Map.of();
    }

    /** The addresses that are this director's at present. */
    public Set<Address> owned() {
        var owned = new LinkedHashSet<Address>();
        for (VirtualRouter router : routers.values()) {
            if (router.isMaster()) {
                owned.addAll(router.settings().addresses());
            }
        }
        return owned;
    }

    /** The networks that are this director's at present, beside addresses. */
    public Set<Network> ownedNetworks() {
        var owned = new LinkedHashSet<Network>();
        for (VirtualRouter router : routers.values()) {
            if (router.isMaster()) {
                owned.addAll(router.settings().networks());
            }
        }
        return owned;
    }

    /** The virtual routers that this director is master of at present. */
    public List<VirtualRouterSettings> mastered() {
        return routers.values().stream()
                .filter(VirtualRouter::isMaster)
                .map(VirtualRouter::settings)
                .toList();
    }

    /** The state of a virtual router; stopped where there is none of that key. */
    public State state(RouterKey key) {
        VirtualRouter router = routers.get(key);
        return router == null ? State.STOPPED : router.state();
    }

    /** How it stands with each virtual router. */
    public List<Standing> standings() {
        return routers.values().stream().map(Standing::of).toList();
    }
}

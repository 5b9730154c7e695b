package dev.sluice.director.table;

import dev.sluice.director.limit.PersistenceRows;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a director forwards by at one revision: compiled from a node configuration aside, then
 * swapped in by one reference. Immutable and shared by all workers; what did not change is the same
 * object as in the table before.
 *
 * <p>Addresses are two numbers as {@link Address} has them.
 */
public final class ForwardingTable {
    /** Forwards nothing. */
    public static final ForwardingTable EMPTY =
            new ForwardingTable(
                    0,
                    null,
                    List.of(),
                    new LiveListener[0],
                    new LiveServer[0],
                    List.of(),
                    LocalAddresses.NONE,
                    LocalNetworks.NONE,
                    new PersistenceRows(0),
                    new Standings(),
                    true);

    private final long revision;
    private final @Nullable DirectorConfig director;
    private final List<ForwardedListener> listeners;
    private final AddressIndex index;
    private final @Nullable ForwardedListener[] listenersByPlace;
    private final @Nullable LiveListener[] liveByPlace;
    private final @Nullable LiveServer[] serversByPlace;
    private final List<TargetServers> targets;
    private final LocalAddresses ownLocals;
    private final LocalNetworks networks;
    private final Set<Network> ownedNetworks;
    private final AddressSet ownedLocals;
    private final LocalAddresses locals;
    private final AddressSet virtuals;
    private final VirtualMacs virtualMacs;
    private final PersistenceRows persistence;
    private final Standings standings;
    private final boolean resetsUnknown;

    /**
     * @param director this director's own part of the configuration; null if it has none
     * @param liveByPlace all that tables name, and those that sessions count on
     * @param serversByPlace all that tables name, and those that are remembered
     * @param targets each once
     * @param ownLocals this director's own
     * @param networks those of all directors
     */
    ForwardingTable(
            long revision,
            @Nullable DirectorConfig director,
            Collection<ForwardedListener> listeners,
            @Nullable LiveListener[] liveByPlace,
            @Nullable LiveServer[] serversByPlace,
            List<TargetServers> targets,
            LocalAddresses ownLocals,
            LocalNetworks networks,
            PersistenceRows persistence,
            Standings standings,
            boolean resetsUnknown) {
        this.revision = revision;
        this.director = director;
        this.listeners = List.copyOf(listeners);
        this.index = new AddressIndex(listeners.size());
        this.listenersByPlace = new ForwardedListener[places(listeners)];
        for (ForwardedListener listener : listeners) {
            int place = Numbers.place(listener.number());
            listenersByPlace[place] = listener;
            index.putIfAbsent(listener.high(), listener.low(), tag(listener), place);
        }
        this.liveByPlace = liveByPlace;
        this.serversByPlace = serversByPlace;
        this.targets = List.copyOf(targets);
        this.ownLocals = ownLocals;
        this.networks = networks;
        this.ownedNetworks = networks.kept();
        this.ownedLocals = set(ownedNetworks);
        this.locals = ownLocals.within(ownedNetworks);
        this.virtuals = virtuals(listeners, director);
        this.virtualMacs = VirtualMacs.of(director);
        this.persistence = persistence;
        this.standings = standings;
        this.resetsUnknown = resetsUnknown;
    }

    /** The same, of which other addresses are this director's. */
    private ForwardingTable(ForwardingTable of, AddressSet virtuals, Set<Network> ownedNetworks) {
        this.revision = of.revision;
        this.director = of.director;
        this.listeners = of.listeners;
        this.index = of.index;
        this.listenersByPlace = of.listenersByPlace;
        this.liveByPlace = of.liveByPlace;
        this.serversByPlace = of.serversByPlace;
        this.targets = of.targets;
        this.ownLocals = of.ownLocals;
        this.networks = of.networks;
        this.ownedNetworks = ownedNetworks;
        this.ownedLocals = set(ownedNetworks);
        this.locals = of.ownLocals.within(ownedNetworks);
        this.virtuals = virtuals;
        this.virtualMacs = of.virtualMacs;
        this.persistence = of.persistence;
        this.standings = of.standings;
        this.resetsUnknown = of.resetsUnknown;
    }

    private static AddressSet set(Set<Network> networks) {
        return AddressSet.of(networks.stream().map(Network::toString).toList());
    }

    /**
     * The same table for as long as only these addresses are this director's; ones that no listener
     * has are answered for too.
     *
     * @param handed networks of local addresses, beside those that are always this director's
     */
    public ForwardingTable owning(Collection<Address> addresses, Collection<Network> handed) {
        var owned = new LinkedHashSet<>(networks.kept());
        owned.addAll(handed);
        return new ForwardingTable(
                this, AddressSet.of(addresses.stream().map(Address::toString).toList()), owned);
    }

    private static int places(Collection<ForwardedListener> listeners) {
        int most = -1;
        for (ForwardedListener listener : listeners) {
            most = Math.max(most, Numbers.place(listener.number()));
        }
        return most + 1;
    }

    /** The listeners' addresses, without those that another director's virtual routers own. */
    private static AddressSet virtuals(
            Collection<ForwardedListener> listeners, @Nullable DirectorConfig director) {
        var may = director == null ? List.<String>of() : director.virtualAddresses();
        AddressSet only = may.isEmpty() ? null : AddressSet.of(may);
        var own = new HashMap<Address, String>();
        for (ForwardedListener listener : listeners) {
            if (only == null || only.contains(listener.high(), listener.low())) {
                var address = new Address(listener.high(), listener.low());
                own.computeIfAbsent(address, Address::toString);
            }
        }
        return AddressSet.of(new ArrayList<>(own.values()));
    }

    /** Whether clients are reset whose connections no director of the cluster knows. */
    public boolean resetsUnknown() {
        return resetsUnknown;
    }

    public long revision() {
        return revision;
    }

    /** This director's own part of the configuration; null if it has none. */
    public @Nullable DirectorConfig director() {
        return director;
    }

    public List<ForwardedListener> listeners() {
        return listeners;
    }

    /** Groups with their schedulers, each once. */
    public List<TargetServers> targets() {
        return targets;
    }

    /**
     * The listener at an address; null if there is none.
     *
     * @param protocol {@link ForwardedListener#TCP} or {@link ForwardedListener#UDP}
     */
    public @Nullable ForwardedListener find(long high, long low, int protocol, int port) {
        int place = index.find(high, low, protocol << 16 | port);
        return place == AddressIndex.NONE ? null : listenersByPlace[place];
    }

    private static int tag(ForwardedListener listener) {
        return listener.protocol() << 16 | listener.port();
    }

    /** The listener of a number; null if it is gone. */
    public @Nullable ForwardedListener listener(int number) {
        int place = Numbers.place(number);
        if (place >= listenersByPlace.length) {
            return null;
        }
        ForwardedListener listener = listenersByPlace[place];
        return listener != null && listener.number() == number ? listener : null;
    }

    /**
     * What outlives tables of the listener of a number, as long as it is remembered; null after
     * that.
     */
    public @Nullable LiveListener live(int number) {
        int place = Numbers.place(number);
        if (place >= liveByPlace.length) {
            return null;
        }
        LiveListener live = liveByPlace[place];
        return live != null && live.number() == number ? live : null;
    }

    /** Which server each client was given, where listeners want to know. */
    public PersistenceRows persistence() {
        return persistence;
    }

    /** How often a server's standing has changed. */
    public Standings standings() {
        return standings;
    }

    /** The server of a number, as long as it is remembered; null after that. */
    public @Nullable LiveServer server(int number) {
        int place = Numbers.place(number);
        if (place >= serversByPlace.length) {
            return null;
        }
        LiveServer server = serversByPlace[place];
        return server != null && server.number() == number ? server : null;
    }

    /** How long an array must be that holds something for each server at {@link #place}. */
    public int serverPlaces() {
        return serversByPlace.length;
    }

    /** The place of a listener's or server's number in an array. */
    public static int place(int number) {
        return Numbers.place(number);
    }

    /**
     * The addresses that stand for clients in new sessions: this director's own, as long as
     * servers' answers to them come here.
     */
    public LocalAddresses locals() {
        return locals;
    }

    /** This director's own addresses that stand for clients, wherever answers to them go now. */
    public LocalAddresses ownLocals() {
        return ownLocals;
    }

    /** The networks of local addresses of all directors. */
    public LocalNetworks networks() {
        return networks;
    }

    /** The networks of local addresses that are this director's at present, as owner or heir. */
    public Set<Network> ownedNetworks() {
        return Set.copyOf(ownedNetworks);
    }

    /** Whether it is a local address of any director. */
    public boolean isLocal(long high, long low) {
        return networks.contains(high, low);
    }

    /** Whether it is an address of a listener, and one that this director may own. */
    public boolean isVirtual(long high, long low) {
        return virtuals.contains(high, low);
    }

    /** Which of our addresses have a MAC of their own. */
    public VirtualMacs virtualMacs() {
        return virtualMacs;
    }

    /** Whether it is one of ours at present, virtual or local, so that we answer for it. */
    public boolean owns(long high, long low) {
        return virtuals.contains(high, low) || ownedLocals.contains(high, low);
    }
}

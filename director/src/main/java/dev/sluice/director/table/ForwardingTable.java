package dev.sluice.director.table;

import dev.sluice.director.limit.PersistenceRows;
import dev.sluice.model.node.DirectorConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
    private final LocalAddresses locals;
    private final AddressSet virtuals;
    private final PersistenceRows persistence;
    private final Standings standings;
    private final boolean resetsUnknown;

    /**
     * @param director this director's own part of the configuration; null if it has none
     * @param liveByPlace all that tables name, and those that sessions count on
     * @param serversByPlace all that tables name, and those that are remembered
     * @param targets each once
     */
    ForwardingTable(
            long revision,
            @Nullable DirectorConfig director,
            Collection<ForwardedListener> listeners,
            @Nullable LiveListener[] liveByPlace,
            @Nullable LiveServer[] serversByPlace,
            List<TargetServers> targets,
            LocalAddresses locals,
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
        this.locals = locals;
        this.virtuals = virtuals(listeners, director);
        this.persistence = persistence;
        this.standings = standings;
        this.resetsUnknown = resetsUnknown;
    }

    /** The same, whose virtual addresses are others. */
    private ForwardingTable(ForwardingTable of, AddressSet virtuals) {
        this.revision = of.revision;
        this.director = of.director;
        this.listeners = of.listeners;
        this.index = of.index;
        this.listenersByPlace = of.listenersByPlace;
        this.liveByPlace = of.liveByPlace;
        this.serversByPlace = of.serversByPlace;
        this.targets = of.targets;
        this.locals = of.locals;
        this.virtuals = virtuals;
        this.persistence = of.persistence;
        this.standings = of.standings;
        this.resetsUnknown = of.resetsUnknown;
    }

    /**
     * The same table for as long as only these virtual addresses are this director's; ones that no
     * listener has are answered for too.
     */
    public ForwardingTable owning(Collection<Address> addresses) {
        return new ForwardingTable(
                this, AddressSet.of(addresses.stream().map(Address::toString).toList()));
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

    /** The addresses that stand for clients. */
    public LocalAddresses locals() {
        return locals;
    }

    /** Whether it is an address of a listener, and one that this director may own. */
    public boolean isVirtual(long high, long low) {
        return virtuals.contains(high, low);
    }

    /** Whether it is one of ours, virtual or local, so that we answer for it. */
    public boolean owns(long high, long low) {
        return virtuals.contains(high, low) || locals.contains(high, low);
    }
}

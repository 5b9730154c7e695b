package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all stages of one forwarder have before them. Owned by its worker. */
final class Workbench {
    private static final Batch NO_BATCH =
            new Batch(Arena.global().allocate(1), 2048, () -> Batch.Spares.NONE);

    final ForwarderOptions options;
    final SessionTable sessions;

    /** The memory of sessions' fields. */
    final MemorySegment slab;

    final Parsed parsed = new Parsed();

    ForwardingTable table = ForwardingTable.EMPTY;
    NextHops hops = NextHops.EMPTY;

    /** The sessions that the kernel forwards; null if it forwards none. */
    @Nullable FastSessions fast;

    /** The batch in hand. */
    Batch batch = NO_BATCH;

    /** The time of the batch in hand. */
    long nowMs;

    /** Local addresses of IPv4, and their ports; null if there are none. */
    @Nullable LocalPorts localIpv4;

    /** Local addresses of IPv6, and their ports; null if there are none. */
    @Nullable LocalPorts localIpv6;

    /** Where tunnels over IPv4 begin; null if there is no such local address. */
    @Nullable Address tunnelIpv4;

    /** Where tunnels over IPv6 begin; null if there is no such local address. */
    @Nullable Address tunnelIpv6;

    /**
     * What a session bears that was found to be right with its server since the last change of any:
     * see {@link Judgements}.
     */
    int judgement = Judgements.EXHAUSTED;

    final Judgements judgements = new Judgements();
    private int standings;
    private int identifications;

    Workbench(ForwarderOptions options, SessionTable sessions) {
        this.options = options;
        this.identifications = options.worker();
        this.sessions = sessions;
        this.slab = sessions.slab();
    }

    /**
     * Another identification for a packet that is cut, or may be. No other worker has the same one
     * for a while: they send in the name of the same addresses.
     */
    int newIdentification() {
        identifications += options.workers();
        return identifications;
    }

    /** Begins with a batch. */
    void begin(Batch next, long now) {
        batch = next;
        nowMs = now;
        int changes = table.standings().changes();
        if (changes != standings) {
            standings = changes;
            judgements.changed();
        }
        judgement = judgements.current();
    }

    void use(ForwardingTable newest) {
        if (newest.ownLocals() != table.ownLocals()) {
            List<Address> own = newest.ownLocals().all();
            tunnelIpv4 = own.stream().filter(Address::isIpv4).findFirst().orElse(null);
            tunnelIpv6 = own.stream().filter(address -> !address.isIpv4()).findFirst().orElse(null);
        }
        if (newest.locals() != table.locals()) {
            List<Address> all = newest.locals().all();
            int min = portMin(newest);
            localIpv4 = ports(min, all.stream().filter(Address::isIpv4).toList());
            localIpv6 = ports(min, all.stream().filter(address -> !address.isIpv4()).toList());
        }
        table = newest;
        judgements.changed();
        judgement = judgements.current();
    }

    /** Of an address that the kernel has too, it keeps the ports that it gives by itself. */
    private static int portMin(ForwardingTable table) {
        return table.director() != null && table.director().sharedAddress()
                ? LocalPorts.SHARED_PORT_MIN
                : LocalPorts.PORT_MIN;
    }

    private static @Nullable LocalPorts ports(int portMin, List<Address> addresses) {
        return addresses.isEmpty()
                ? null
                : new LocalPorts(
                        addresses.stream().mapToLong(Address::high).toArray(),
                        addresses.stream().mapToLong(Address::low).toArray(),
                        portMin);
    }
}

package dev.sluice.director.own.vrrp;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.VirtualMacs;
import dev.sluice.model.unit.Network;
import java.util.List;

/**
 * What a virtual router is told. Virtual routers of one group move together; the group of one alone
 * has no name.
 *
 * @param link the interface that it speaks at
 * @param id of the virtual router, 1 to 255
 * @param version 3, or 2 where all addresses are IPv4
 * @param priority 1 to 254, or 255 for who has the addresses as its own
 * @param intervalMs between advertisements, 10 or more
 * @param preempt whether it takes over from a live master of a lower priority
 * @param preemptDelayMs for how long it has heard that one by then
 * @param group whose name it shares; empty for none
 * @param source its own address at that interface
 * @param peers whom it tells; empty for all, by multicast
 * @param tracks what it needs to work
 * @param checksum how it writes the checksum of version 3 over IPv4
 * @param addresses that its master owns, all IPv4 or all IPv6
 * @param networks that its master owns too; advertisements do not name them
 * @param hasMac whether what its master owns has the virtual router's MAC; only by multicast
 */
public record VirtualRouterSettings(
        String link,
        int id,
        int version,
        int priority,
        int intervalMs,
        boolean preempt,
        int preemptDelayMs,
        String group,
        Address source,
        List<Address> peers,
        List<Track> tracks,
        ChecksumReading checksum,
        List<Address> addresses,
        List<Network> networks,
        boolean hasMac) {
    /**
     * Something that works or does not.
     *
     * @param name as {@link Election#tracked} has it
     * @param weight how much lower the priority is while it does not; 0 if nothing is owned then
     */
    public record Track(String name, int weight) {}

    /** By what packets name it: no two of a director have the same. */
    public record RouterKey(String link, boolean ipv6, int id) {}

    public VirtualRouterSettings {
        peers = List.copyOf(peers);
        tracks = List.copyOf(tracks);
        addresses = List.copyOf(addresses);
        networks = List.copyOf(networks);
    }

    /** One whose master owns addresses alone. */
    public VirtualRouterSettings(
            String link,
            int id,
            int version,
            int priority,
            int intervalMs,
            boolean preempt,
            int preemptDelayMs,
            String group,
            Address source,
            List<Address> peers,
            List<Track> tracks,
            ChecksumReading checksum,
            List<Address> addresses) {
        this(
                link,
                id,
                version,
                priority,
                intervalMs,
                preempt,
                preemptDelayMs,
                group,
                source,
                peers,
                tracks,
                checksum,
                addresses,
                List.of(),
                false);
    }

    /** The same that tracks other things. */
    public VirtualRouterSettings withTracks(List<Track> all) {
        return new VirtualRouterSettings(
                link,
                id,
                version,
                priority,
                intervalMs,
                preempt,
                preemptDelayMs,
                group,
                source,
                peers,
                all,
                checksum,
                addresses,
                networks,
                hasMac);
    }

    public RouterKey key() {
        return new RouterKey(link, ipv6(), id);
    }

    public boolean ipv6() {
        return !source.isIpv4();
    }

    /** The virtual router's own MAC, whether it is used or not. */
    public long mac() {
        return VirtualMacs.mac(ipv6(), id);
    }

    boolean isOwner() {
        return priority == Advert.OWNER;
    }

    Advert advert(int withPriority) {
        return new Advert(version, ipv6(), id, withPriority, intervalMs, addresses, checksum);
    }
}

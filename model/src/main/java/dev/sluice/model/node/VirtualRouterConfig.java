package dev.sluice.model.node;

import java.util.List;

/**
 * A virtual router of a director (VRRP).
 *
 * @param via the interface that it is spoken at
 * @param version of the protocol
 * @param preemptDelayMs how long it has to hear a master of lower priority first
 * @param peers told one by one; empty means all, by multicast
 * @param syncGroup whose members have one master; empty for none
 * @param track what it needs beside its own interface
 * @param pseudoHeader whether checksums of version 3 over IPv4 cover it
 * @param addresses that its master owns
 * @param localAddresses networks that its master owns too, in CIDR form
 * @param virtualMac whether what its master owns has a MAC of its own
 */
public record VirtualRouterConfig(
        int id,
        String via,
        int version,
        int priority,
        int intervalMs,
        boolean preempt,
        int preemptDelayMs,
        List<String> peers,
        String syncGroup,
        List<TrackConfig> track,
        boolean pseudoHeader,
        List<String> addresses,
        List<String> localAddresses,
        boolean virtualMac) {
    /** An interface, and how much lower the priority is while it is down; 0: no master then. */
    public record TrackConfig(String link, int weight) {}

    @SuppressWarnings("NullAway") // absent in what releases before have kept
    public VirtualRouterConfig {
        peers = List.copyOf(peers);
        track = List.copyOf(track);
        addresses = List.copyOf(addresses);
        localAddresses = localAddresses == null ? List.of() : List.copyOf(localAddresses);
    }
}

package dev.sluice.director.own.vrrp;

import dev.sluice.director.own.vrrp.VirtualRouterSettings.Track;
import dev.sluice.director.table.Address;
import dev.sluice.model.unit.Network;
import java.util.Arrays;
import java.util.List;

/** Settings of a virtual router, by what a test says differs from the usual. */
final class RouterWords {
    private final Address source;
    private int id = 1;
    private int version = 3;
    private int priority = 100;
    private int intervalMs = 100;
    private boolean preempt = true;
    private int preemptDelayMs;
    private String group = "";
    private List<Address> peers = List.of();
    private List<Track> tracks = List.of();
    private List<Address> addresses;
    private List<Network> networks = List.of();

    RouterWords(Address source, Address address) {
        this.source = source;
        this.addresses = List.of(address);
    }

    RouterWords id(int value) {
        id = value;
        return this;
    }

    RouterWords version(int value) {
        version = value;
        return this;
    }

    RouterWords priority(int value) {
        priority = value;
        return this;
    }

    RouterWords every(int ms) {
        intervalMs = ms;
        return this;
    }

    RouterWords preempt(boolean may, int delayMs) {
        preempt = may;
        preemptDelayMs = delayMs;
        return this;
    }

    RouterWords group(String name) {
        group = name;
        return this;
    }

    RouterWords peers(Address... all) {
        peers = List.of(all);
        return this;
    }

    RouterWords tracks(Track... all) {
        tracks = List.of(all);
        return this;
    }

    RouterWords addresses(String... all) {
        addresses = Arrays.stream(all).map(Bytes::address).toList();
        return this;
    }

    RouterWords networks(String... all) {
        networks = Arrays.stream(all).map(one -> Network.parse(one).orElseThrow()).toList();
        return this;
    }

    VirtualRouterSettings build() {
        return new VirtualRouterSettings(
                "eth0",
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
                ChecksumReading.WITH_PSEUDO_HEADER,
                addresses,
                networks,
                false);
    }
}

package dev.sluice.lab.region;

import static dev.sluice.lab.region.Network.BACK;
import static dev.sluice.lab.region.Network.CLIENTS;
import static dev.sluice.lab.region.Network.FRONT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The routes of one node in one family, as {@code ip} takes them.
 *
 * <p>Packets for virtual addresses go to the directors, flow by flow where there are several that
 * do not elect a master, who is in the router's network then. What proxies and backends send from a
 * virtual address goes to the client by the router, not by the directors (methods route and
 * tunnel). What backends send from their own address goes by the first director, which is their
 * gateway (method nat).
 */
record Routes(Region region, boolean ipv6) {
    /** The table for what is sent from virtual addresses. */
    private static final String DIRECT = "100";

    List<String> of(RegionNode node) {
        return switch (node.kind()) {
            case CLIENT -> List.of(byDefault(router(CLIENTS)));
            case ROUTER -> router();
            case CONTROL -> List.of();
            case DIRECTOR -> List.of(byDefault(router(FRONT)));
            case PROXY -> proxy();
            case BACKEND -> backend();
        };
    }

    private List<String> router() {
        var routes = new ArrayList<String>();
        List<RegionNode> takers = region.nodes(NodeKind.DIRECTOR);
        if (takers.isEmpty()) {
            takers = region.nodes(NodeKind.PROXY);
        }
        routes.add("route add " + virtual() + way(takers));
        routes.addAll(localAddresses(FRONT));
        return routes;
    }

    private List<String> proxy() {
        return List.of(byDefault(router(FRONT)), acceptVirtual());
    }

    private List<String> backend() {
        var routes = new ArrayList<String>();
        List<RegionNode> directors = region.nodes(NodeKind.DIRECTOR);
        routes.add(
                byDefault(
                        directors.isEmpty() ? router(BACK) : address(directors.getFirst(), BACK)));
        routes.addAll(localAddresses(BACK));
        routes.add(acceptVirtual());
        routes.add(byDefault(router(BACK)) + " table " + DIRECT);
        routes.add("rule add from " + virtual() + " lookup " + DIRECT);
        return routes;
    }

    /** Each director's local addresses, by its own address in a network. */
    private List<String> localAddresses(Network network) {
        return region.nodes(NodeKind.DIRECTOR).stream()
                .map(director ->
                        "route add "
                                + (ipv6
                                        ? Region.localAddresses6(director.number())
                                        : Region.localAddresses4(director.number()))
                                + " via "
                                + address(director, network))
                .toList();
    }

    /** By VRRP the master answers for the addresses, as if they were its own in the network. */
    private String way(List<RegionNode> takers) {
        return region.size().ownership() == Ownership.VRRP ? " dev " + FRONT.label() : hops(takers);
    }

    private String hops(List<RegionNode> nodes) {
        String before = nodes.size() == 1 ? " via " : " nexthop via ";
        return nodes.stream()
                .map(node -> before + address(node, FRONT))
                .collect(Collectors.joining());
    }

    private String acceptVirtual() {
        return "route add local " + virtual() + " dev lo";
    }

    private static String byDefault(String gateway) {
        return "route add default via " + gateway;
    }

    private String virtual() {
        return ipv6 ? Region.VIRTUAL6 : Region.VIRTUAL4;
    }

    private String router(Network network) {
        return address(region.first(NodeKind.ROUTER), network);
    }

    private String address(RegionNode node, Network network) {
        return ipv6 ? node.address6(network) : node.address4(network);
    }
}

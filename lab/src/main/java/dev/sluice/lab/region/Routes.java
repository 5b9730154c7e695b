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
 * <p>Packets for virtual addresses go to the director. Where there are several, either the router
 * learns from them by BGP where packets go, and backends leave those for local addresses to it; or
 * masters are elected, in the router's network for virtual addresses, in the backends' for the
 * gateways to local ones. What proxies and backends send from a virtual address goes to the client
 * by the router, not by the directors (methods route and tunnel). What backends send from their own
 * address goes by the director that is their gateway (method nat), where there can be one.
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
        if (!region.size().isAnnounced()) {
            routes.add("route add " + virtual() + way(takers));
            routes.addAll(localAddresses(region.size().isElected() ? BACK : FRONT));
        }
        return routes;
    }

    private List<String> proxy() {
        return List.of(byDefault(router(FRONT)), acceptVirtual());
    }

    private List<String> backend() {
        var routes = new ArrayList<String>();
        routes.add(byDefault(gateway()));
        if (!region.size().isAnnounced()) {
            routes.addAll(localAddresses(BACK));
        }
        routes.add(acceptVirtual());
        routes.add(byDefault(router(BACK)) + " table " + DIRECT);
        routes.add("rule add from " + virtual() + " lookup " + DIRECT);
        return routes;
    }

    /** Of what backends send from their own addresses. */
    private String gateway() {
        List<RegionNode> directors = region.nodes(NodeKind.DIRECTOR);
        if (directors.isEmpty() || region.size().isAnnounced()) {
            return router(BACK);
        }
        return region.size().isElected()
                ? host(BACK, Region.GATEWAY)
                : address(directors.getFirst(), BACK);
    }

    /** Each director's local addresses, by its own address in a network or by what moves. */
    private List<String> localAddresses(Network network) {
        return region.nodes(NodeKind.DIRECTOR).stream()
                .map(director ->
                        "route add "
                                + (ipv6
                                        ? Region.localAddresses6(director.number())
                                        : Region.localAddresses4(director.number()))
                                + " via "
                                + (region.size().isElected()
                                        ? host(network, Region.localGateway(director.number()))
                                        : address(director, network)))
                .toList();
    }

    /** By VRRP the master answers for the addresses, as if they were its own in the network. */
    private String way(List<RegionNode> takers) {
        return region.size().isElected() ? " dev " + FRONT.label() : hops(takers);
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

    private String host(Network network, int host) {
        return ipv6 ? network.address6(host) : network.address4(host);
    }

    private String address(RegionNode node, Network network) {
        return ipv6 ? node.address6(network) : node.address4(network);
    }
}

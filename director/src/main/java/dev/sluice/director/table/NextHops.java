package dev.sluice.director.table;

import dev.sluice.balance.StableHash;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a frame is handed to on its way, as of one moment: routes, the neighbours they lead to and
 * the ports between. Immutable; any thread reads it.
 *
 * <p>A hop is a neighbour behind a port and has a number that stays its own as long as the process
 * lives: whoever remembers the number follows the neighbour's MAC from snapshot to snapshot. A MAC
 * is the low 48 bits of a long, its first byte on the wire the highest.
 *
 * <p>Addresses are two numbers as {@link StableHash#highOf} and {@link StableHash#lowOf} make them,
 * and so are networks: an IPv4 prefix of 24 bits is an IPv6 prefix of 120. A route of IPv6 never
 * takes an IPv4 address.
 */
public final class NextHops {
    /** No hop, or no port. */
    public static final int NONE = -1;

    /** A MAC that is not known. */
    public static final long UNRESOLVED = 0;

    /** Leads nowhere. */
    public static final NextHops EMPTY = new NextHops(List.of(), List.of(), List.of());

    private static final int IPV4_BITS = 96;
    private static final long IPV4_PREFIX = 0xFFFFL;

    /** Prefix lengths that occur, falling. */
    private final int[] lengths;

    private final Route[] routes;
    private final Hop[] hops;
    private final Link[] links;

    /** What each packet asks of hops and links, not to be waited for behind an object each. */
    private final long[] hopMacs;

    private final int[] hopPorts;
    private final long[] linkMacs;
    private final int[] linkMtus;

    /** Routes by masked network and prefix length. */
    private final AddressIndex routeIndex;

    /** Hops by address and port. */
    private final AddressIndex hopIndex;

    /**
     * Builds a snapshot.
     *
     * @param routes the earlier of two that say the same network counts
     * @param hops by number
     * @param links by port
     */
    public NextHops(List<Route> routes, List<Hop> hops, List<Link> links) {
        this.routes = routes.toArray(Route[]::new);
        this.hops = hops.toArray(Hop[]::new);
        this.links = links.toArray(Link[]::new);
        this.hopMacs = hops.stream().mapToLong(Hop::mac).toArray();
        this.hopPorts = hops.stream().mapToInt(Hop::port).toArray();
        this.linkMacs = links.stream().mapToLong(Link::mac).toArray();
        this.linkMtus = links.stream().mapToInt(Link::mtu).toArray();
        this.lengths = fallingLengths(routes);
        this.routeIndex = new AddressIndex(routes.size());
        this.hopIndex = new AddressIndex(hops.size());
        for (int i = 0; i < this.routes.length; i++) {
            Route route = this.routes[i];
            int length = route.prefix();
            routeIndex.putIfAbsent(
                    highMasked(route.high(), length), lowMasked(route.low(), length), length, i);
        }
        for (int i = 0; i < this.hops.length; i++) {
            Hop hop = this.hops[i];
            hopIndex.putIfAbsent(hop.high(), hop.low(), hop.port(), i);
        }
    }

    private static int[] fallingLengths(List<Route> routes) {
        return routes.stream()
                .mapToInt(route -> -route.prefix())
                .sorted()
                .distinct()
                .map(negative -> -negative)
                .toArray();
    }

    private static long highMasked(long high, int length) {
        return length == 0 ? 0 : length >= 64 ? high : high & (-1L << (64 - length));
    }

    private static long lowMasked(long low, int length) {
        return length <= 64 ? 0 : low & (-1L << (128 - length));
    }

    /**
     * A route.
     *
     * @param prefix 0 to 128
     * @param port the way out; {@link #NONE} where packets do not leave by a port
     * @param gatewayHigh with gatewayLow, who forwards; both 0 where the network is on the link
     */
    public record Route(
            long high, long low, int prefix, int port, long gatewayHigh, long gatewayLow) {
        boolean isOnLink() {
            return gatewayHigh == 0 && gatewayLow == 0;
        }
    }

    /**
     * A neighbour that frames are handed to.
     *
     * @param port behind which it is
     * @param mac {@link #UNRESOLVED} while it does not answer
     */
    public record Hop(long high, long low, int port, long mac) {}

    /** A port's own MAC, and the longest IP packet it takes. */
    public record Link(long mac, int mtu) {}

    /** Who a route hands a packet to. */
    public record Neighbour(long high, long low, int port) {}

    /**
     * The hop that packets for an address are handed to.
     *
     * @return its number; {@link #NONE} where no route leads there or nobody has asked for the
     *     neighbour yet
     */
    public int hopTo(long high, long low) {
        int at = routeTo(high, low);
        if (at == AddressIndex.NONE) {
            return NONE;
        }
        Route route = routes[at];
        return route.isOnLink()
                ? hopIndex.find(high, low, route.port())
                : hopIndex.find(route.gatewayHigh(), route.gatewayLow(), route.port());
    }

    /** Who packets for an address are handed to, whether it is a hop yet or not. It allocates. */
    public @Nullable Neighbour neighbourTo(long high, long low) {
        int at = routeTo(high, low);
        if (at == AddressIndex.NONE || routes[at].port() == NONE) {
            return null;
        }
        Route route = routes[at];
        return route.isOnLink()
                ? new Neighbour(high, low, route.port())
                : new Neighbour(route.gatewayHigh(), route.gatewayLow(), route.port());
    }

    private int routeTo(long high, long low) {
        boolean ipv4 = high == 0 && low >>> 32 == IPV4_PREFIX;
        int found = AddressIndex.NONE;
        for (int i = 0; i < lengths.length && found == AddressIndex.NONE; i++) {
            int length = lengths[i];
            if (ipv4 && length < IPV4_BITS) {
                break;
            }
            found = routeIndex.find(highMasked(high, length), lowMasked(low, length), length);
        }
        return found;
    }

    /** The port that a hop is behind; {@link #NONE} where there is no such hop. */
    public int port(int hop) {
        return hop < 0 || hop >= hopPorts.length ? NONE : hopPorts[hop];
    }

    /** A hop's MAC; {@link #UNRESOLVED} where it is not known. */
    public long destinationMac(int hop) {
        return hop < 0 || hop >= hopMacs.length ? UNRESOLVED : hopMacs[hop];
    }

    /** Whether a hop is the machine of an address itself, and no router on the way to it. */
    public boolean isNeighbour(int hop, long high, long low) {
        return hop >= 0 && hop < hops.length && hops[hop].high() == high && hops[hop].low() == low;
    }

    /** How many ports there are. */
    public int ports() {
        return linkMacs.length;
    }

    /** A port's own MAC. */
    public long sourceMac(int port) {
        return linkMacs[port];
    }

    /** The longest IP packet that a port takes. */
    public int mtu(int port) {
        return linkMtus[port];
    }

    /** Whether it says the same as another. */
    public boolean saysTheSame(NextHops other) {
        return Arrays.equals(routes, other.routes)
                && Arrays.equals(hops, other.hops)
                && Arrays.equals(links, other.links);
    }

    /** All hops by number. */
    public List<Hop> hops() {
        return Arrays.asList(hops.clone());
    }
}

package dev.sluice.linux.netlink;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route.
 *
 * @param destination the network's address; of all zeros and a prefix of 0 it is the default
 * @param table number of the table it is in; {@link #MAIN} where nothing else is said
 * @param vias the ways it leads, of which the kernel chooses one for each flow; empty for types
 *     that lead nowhere
 * @param priority among routes to the same network the lowest counts; 0 lets the kernel choose for
 *     IPv6
 * @param source the address of this machine that packets leave with, where it is said
 * @param protocol who made it: {@link #STATIC}, or another number of RTPROT_…
 */
public record Route(
        InetAddress destination,
        int prefix,
        RouteType type,
        int table,
        List<Via> vias,
        int priority,
        @Nullable InetAddress source,
        int protocol) {
    /** The table that is looked up last unless rules say otherwise. */
    public static final int MAIN = Abi.RT_TABLE_MAIN;

    /** The table of what is this machine's own. */
    public static final int LOCAL = Abi.RT_TABLE_LOCAL;

    /** Made by an administrator, or by a program in its name. */
    public static final int STATIC = Abi.RTPROT_STATIC;

    /** Made by an administrator's command that said nothing of it. */
    public static final int BOOT = Abi.RTPROT_BOOT;

    /** Interface of a way that does not say it. */
    public static final int NO_INTERFACE = 0;

    public Route {
        vias = List.copyOf(vias);
    }

    /**
     * One way.
     *
     * @param gateway who forwards; null where the network is on the link
     * @param interfaceIndex {@link #NO_INTERFACE} lets the kernel find it
     * @param weight share of the flows among several ways, from 1
     */
    public record Via(@Nullable InetAddress gateway, int interfaceIndex, int weight) {}

    /** A network that lies on an interface's link. */
    public static Route onLink(InetAddress destination, int prefix, int interfaceIndex) {
        return to(destination, prefix, List.of(new Via(null, interfaceIndex, 1)));
    }

    /** A network behind a gateway. */
    public static Route by(
            InetAddress destination, int prefix, InetAddress gateway, int interfaceIndex) {
        return to(destination, prefix, List.of(new Via(gateway, interfaceIndex, 1)));
    }

    /** A network that several ways lead to. */
    public static Route to(InetAddress destination, int prefix, List<Via> vias) {
        return new Route(destination, prefix, RouteType.UNICAST, MAIN, vias, 0, null, STATIC);
    }

    /** Packets to a network vanish without a word. */
    public static Route blackhole(InetAddress destination, int prefix) {
        return new Route(
                destination, prefix, RouteType.BLACKHOLE, MAIN, List.of(), 0, null, STATIC);
    }

    /** Packets to a network are for this machine, without it having the addresses. */
    public static Route local(InetAddress destination, int prefix, int interfaceIndex) {
        var via = List.of(new Via(null, interfaceIndex, 1));
        return new Route(destination, prefix, RouteType.LOCAL, LOCAL, via, 0, null, STATIC);
    }

    /** The same in another table. */
    public Route in(int table) {
        return new Route(destination, prefix, type, table, vias, priority, source, protocol);
    }

    /** The same with another priority. */
    public Route withPriority(int priority) {
        return new Route(destination, prefix, type, table, vias, priority, source, protocol);
    }
}

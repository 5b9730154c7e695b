package dev.sluice.linux.netlink;

import dev.sluice.linux.netlink.Route.Via;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route in a message:
 *
 * <pre>
 *   struct rtmsg:  family | prefix | source prefix | tos | table | protocol | scope | type | flags
 *   RTA_DST  RTA_TABLE  RTA_PRIORITY  RTA_PREFSRC  and  RTA_GATEWAY  RTA_OIF
 *                                                  or   RTA_MULTIPATH: for each way
 *   struct rtnexthop:  length | flags | weight - 1 | interface, then RTA_GATEWAY
 * </pre>
 */
final class RouteCodec {
    private static final int SMALL_TABLES = 256;
    private static final int VIA_FAMILY_BYTES = 2;

    private RouteCodec() {}

    static MessageWriter write(int type, int flags, Route route) {
        var request = new MessageWriter(type, flags);
        int table = route.table() < SMALL_TABLES ? route.table() : 0;
        request.number1(family(route.destination())).number1(route.prefix()).number2(0);
        request.number1(table).number1(route.protocol());
        request.number1(scope(route)).number1(route.type().number()).number4(0);
        request.attribute(Abi.RTA_DST, route.destination());
        request.attribute(Abi.RTA_TABLE, route.table());
        if (route.priority() != 0) {
            request.attribute(Abi.RTA_PRIORITY, route.priority());
        }
        if (route.source() != null) {
            request.attribute(Abi.RTA_PREFSRC, route.source());
        }
        ways(request, route.vias());
        return request;
    }

    private static int family(InetAddress address) {
        return address instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6;
    }

    private static int scope(Route route) {
        if (route.type() == RouteType.LOCAL) {
            return Abi.RT_SCOPE_HOST;
        }
        boolean onLink = !route.vias().isEmpty() && route.vias().getFirst().gateway() == null;
        return onLink ? Abi.RT_SCOPE_LINK : Abi.RT_SCOPE_UNIVERSE;
    }

    private static void ways(MessageWriter request, List<Via> vias) {
        if (vias.size() == 1) {
            Via via = vias.getFirst();
            gateway(request, via.gateway());
            if (via.interfaceIndex() != Route.NO_INTERFACE) {
                request.attribute(Abi.RTA_OIF, via.interfaceIndex());
            }
        } else if (!vias.isEmpty()) {
            int all = request.begin(Abi.RTA_MULTIPATH);
            for (Via via : vias) {
                int one = request.beginWay(via.weight() - 1, via.interfaceIndex());
                gateway(request, via.gateway());
                request.end(one);
            }
            request.end(all);
        }
    }

    private static void gateway(MessageWriter request, @Nullable InetAddress gateway) {
        if (gateway != null) {
            request.attribute(Abi.RTA_GATEWAY, gateway);
        }
    }

    /** The route of a message; empty for what the kernel keeps beside routes. */
    static Optional<Route> read(Message message) {
        boolean ipv4 = message.number1(0) == Abi.AF_INET;
        boolean ipv6 = message.number1(0) == Abi.AF_INET6;
        boolean cached = (message.number4(Abi.RTMSG_FLAGS) & Abi.RTM_F_CLONED) != 0;
        if (cached || (!ipv4 && !ipv6)) {
            return Optional.empty();
        }
        Attributes attributes = message.attributes(Abi.RTMSG_SIZE);
        InetAddress destination = attributes.address(Abi.RTA_DST);
        int table = attributes.number4(Abi.RTA_TABLE);
        return Optional.of(
                new Route(
                        destination == null ? zero(ipv4) : destination,
                        message.number1(Abi.RTMSG_DST_LEN),
                        RouteType.of(message.number1(Abi.RTMSG_TYPE)),
                        table == 0 ? message.number1(Abi.RTMSG_TABLE) : table,
                        ways(attributes),
                        attributes.number4(Abi.RTA_PRIORITY),
                        attributes.address(Abi.RTA_PREFSRC),
                        message.number1(Abi.RTMSG_PROTOCOL)));
    }

    private static InetAddress zero(boolean ipv4) {
        try {
            return InetAddress.getByAddress(new byte[ipv4 ? 4 : 16]);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are an address", e);
        }
    }

    private static List<Via> ways(Attributes attributes) {
        ByteBuffer several = attributes.raw(Abi.RTA_MULTIPATH);
        if (several == null) {
            int index = attributes.number4(Abi.RTA_OIF);
            InetAddress gateway = gateway(attributes);
            return index == 0 && gateway == null ? List.of() : List.of(new Via(gateway, index, 1));
        }
        var ways = new ArrayList<Via>();
        int at = 0;
        while (several.limit() - at >= Abi.RTNEXTHOP_SIZE) {
            int length = several.getShort(at) & 0xFFFF;
            if (length < Abi.RTNEXTHOP_SIZE || length > several.limit() - at) {
                break;
            }
            ByteBuffer inside =
                    several.slice(at + Abi.RTNEXTHOP_SIZE, length - Abi.RTNEXTHOP_SIZE)
                            .order(ByteOrder.nativeOrder());
            ways.add(
                    new Via(
                            gateway(Attributes.of(inside)),
                            several.getInt(at + Abi.RTNEXTHOP_IFINDEX),
                            (several.get(at + Abi.RTNEXTHOP_HOPS) & 0xFF) + 1));
            at += length + 3 & ~3;
        }
        return ways;
    }

    /** A gateway of the route's family, or of the other one (RTA_VIA). */
    private static @Nullable InetAddress gateway(Attributes attributes) {
        ByteBuffer other = attributes.raw(Abi.RTA_VIA);
        return other == null
                ? attributes.address(Abi.RTA_GATEWAY)
                : Attributes.address(other, VIA_FAMILY_BYTES);
    }
}

package dev.sluice.director.inspect;

import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.table.AddressSet;
import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which packets or sessions somebody wants to see. All of its words must hold:
 *
 * <pre>
 *  tcp | udp | icmp | arp | proto NUMBER
 *  host ADDRESS | host NETWORK     either end
 *  port NUMBER                     either end
 *  in | out | dropped              of packets; without, what came in and what went out
 * </pre>
 *
 * Immutable; matching allocates nothing.
 */
public final class TrafficFilter {
    /** A protocol number that no IP packet has: frames without IP. */
    static final int NO_IP = -2;

    private static final int ANY = -1;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PROTOCOL = 255;

    /** What may be seen of a packet. */
    enum Moment {
        IN,
        OUT,
        DROPPED
    }

    private final List<AddressSet> hosts = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final Set<Moment> moments = EnumSet.noneOf(Moment.class);
    private int protocol = ANY;

    private TrafficFilter() {}

    /** Reads a filter of packets. */
    public static TrafficFilter ofPackets(List<String> words) throws NotUnderstood {
        return read(words);
    }

    /** Reads a filter of sessions, which neither come nor go. */
    public static TrafficFilter ofSessions(List<String> words) throws NotUnderstood {
        TrafficFilter filter = read(words);
        if (!filter.moments.isEmpty()) {
            throw new NotUnderstood("in, out and dropped are for packets, not for sessions");
        }
        return filter;
    }

    private static TrafficFilter read(List<String> words) throws NotUnderstood {
        var filter = new TrafficFilter();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            filter.take(rest.next(), rest);
        }
        return filter;
    }

    private void take(String word, Iterator<String> rest) throws NotUnderstood {
        switch (word) {
            case "and" -> {}
            case "tcp" -> protocol(Ipv4Header.PROTOCOL_TCP);
            case "udp" -> protocol(Ipv4Header.PROTOCOL_UDP);
            case "icmp" -> protocol(Ipv4Header.PROTOCOL_ICMP);
            case "arp" -> protocol(NO_IP);
            case "proto" -> proto(argument(word, rest));
            case "host" -> hosts.add(host(argument(word, rest)));
            case "port" -> ports.add(number(word, argument(word, rest), MAX_PORT));
            case "in", "out", "dropped" ->
                    moments.add(Moment.valueOf(word.toUpperCase(Locale.ROOT)));
            default ->
                    throw new NotUnderstood(
                            "a filter has no word "
                                    + word
                                    + "; it has tcp, udp, icmp, arp, proto N, host ADDRESS, port N,"
                                    + " in, out, dropped");
        }
    }

    private void proto(String name) throws NotUnderstood {
        switch (name) {
            case "tcp", "udp", "icmp", "arp" -> take(name, List.<String>of().iterator());
            default -> protocol(number("proto", name, MAX_PROTOCOL));
        }
    }

    private void protocol(int wanted) throws NotUnderstood {
        if (protocol != ANY && protocol != wanted) {
            throw new NotUnderstood("no packet is of two protocols");
        }
        protocol = wanted;
    }

    private static String argument(String word, Iterator<String> rest) throws NotUnderstood {
        if (!rest.hasNext()) {
            throw new NotUnderstood("after " + word + " something is missing");
        }
        return rest.next();
    }

    private static AddressSet host(String text) throws NotUnderstood {
        if (Network.parse(text).isEmpty()) {
            throw new NotUnderstood(text + " is neither an IP address nor a network");
        }
        return AddressSet.of(List.of(text));
    }

    private static int number(String word, String text, int most) throws NotUnderstood {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > most) {
            throw new NotUnderstood(word + " takes a number up to " + most + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    /** Whether it asks for nothing in particular. */
    public boolean isEmpty() {
        return protocol == ANY && hosts.isEmpty() && ports.isEmpty() && moments.isEmpty();
    }

    boolean wants(Moment moment) {
        return moments.isEmpty() ? moment != Moment.DROPPED : moments.contains(moment);
    }

    /** Whether packets that came in are shown only if they are dropped. */
    boolean wantsOnlyDropped() {
        return moments.contains(Moment.DROPPED) && !moments.contains(Moment.IN);
    }

    /**
     * Whether all words hold.
     *
     * @param sourcePort -1 where there is none
     */
    boolean matches(
            int protocolNumber,
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort) {
        if (protocol != ANY && protocol != protocolNumber && !isIcmp6(protocolNumber)) {
            return false;
        }
        for (int i = 0; i < ports.size(); i++) {
            if (!isOneOf(ports.get(i), sourcePort, destinationPort)) {
                return false;
            }
        }
        for (int i = 0; i < hosts.size(); i++) {
            AddressSet host = hosts.get(i);
            if (!host.contains(sourceHigh, sourceLow)
                    && !host.contains(destinationHigh, destinationLow)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOneOf(int wanted, int one, int other) {
        return wanted == one || wanted == other;
    }

    private boolean isIcmp6(int protocolNumber) {
        return protocol == Ipv4Header.PROTOCOL_ICMP && protocolNumber == FrameHeads.ICMP6;
    }
}

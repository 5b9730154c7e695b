package dev.sluice.director.inspect;

import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveListener;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * A session as people read it.
 *
 * @param id of its worker's table
 * @param local the address and port that stand for the client; empty unless fullnat
 * @param leftMs how long it lives if nothing more is seen
 * @param by who forwards it: {@code kernel} by itself, or {@code worker}
 * @param whose {@code own}, or {@code mirrored}: another director forwards it
 */
public record SessionRow(
        int worker,
        int id,
        String protocol,
        String state,
        String client,
        String virtual,
        String local,
        String server,
        String listener,
        String method,
        long leftMs,
        String by,
        String whose) {
    private static final String COLUMNS =
            "%-4s %-13s %-22s %-22s %-22s %-22s %-8s %-6s %-8s %7s %s";
    private static final String[] METHODS = {"fullnat", "nat", "route", "tunnel"};

    static SessionRow of(
            int worker, int id, MemorySegment slab, long at, ForwardingTable table, long nowMs) {
        boolean tcp = Session.protocol(slab, at) == Ipv4Header.PROTOCOL_TCP;
        boolean fullnat = Session.method(slab, at) == Session.FULLNAT;
        return new SessionRow(
                worker,
                id,
                tcp ? "tcp" : "udp",
                state(slab, at, tcp),
                endpoint(
                        Session.clientHigh(slab, at),
                        Session.clientLow(slab, at),
                        Session.clientPort(slab, at)),
                endpoint(
                        Session.virtualHigh(slab, at),
                        Session.virtualLow(slab, at),
                        Session.virtualPort(slab, at)),
                fullnat
                        ? endpoint(
                                Session.localHigh(slab, at),
                                Session.localLow(slab, at),
                                Session.localPort(slab, at))
                        : "",
                endpoint(
                        Session.serverHigh(slab, at),
                        Session.serverLow(slab, at),
                        Session.serverPort(slab, at)),
                listener(table, Session.listener(slab, at)),
                METHODS[Session.method(slab, at) & 3],
                Math.max(0, Session.leftMs(slab, at, nowMs)),
                Session.fastPlace(slab, at) > 0 ? "kernel" : "worker",
                Session.has(slab, at, Session.MIRRORED) ? "mirrored" : "own");
    }

    private static String state(MemorySegment slab, long at, boolean tcp) {
        if (Session.has(slab, at, Session.SYN_PROXIED)
                && !Session.has(slab, at, Session.HAS_DELTAS)) {
            return "AWAITS_SERVER";
        }
        if (tcp) {
            return TcpStates.name(Session.state(slab, at));
        }
        return Session.has(slab, at, Session.HALF_OPEN) ? "UNANSWERED" : "ANSWERED";
    }

    private static String listener(ForwardingTable table, int number) {
        ForwardedListener listener = table.listener(number);
        if (listener != null) {
            return listener.name();
        }
        LiveListener live = table.live(number);
        return live == null ? "(gone)" : live.name() + " (gone)";
    }

    private static String endpoint(long high, long low, int port) {
        String address = Address.text(high, low);
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }

    /** One line, for people. */
    String line() {
        return COLUMNS.formatted(
                protocol.toUpperCase(Locale.ROOT),
                state,
                client,
                virtual,
                local.isEmpty() ? "-" : local,
                server,
                method,
                by,
                whose,
                leftMs / 1000 + "s",
                listener);
    }

    /** What the columns of {@link #line} are. */
    static String head() {
        return COLUMNS.formatted(
                "",
                "STATE",
                "CLIENT",
                "VIRTUAL",
                "LOCAL",
                "SERVER",
                "METHOD",
                "BY",
                "WHOSE",
                "LEFT",
                "LISTENER");
    }
}

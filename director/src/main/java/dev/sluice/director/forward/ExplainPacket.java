package dev.sluice.director.forward;

import dev.sluice.director.limit.Admission;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Scheduling;
import dev.sluice.model.node.Explanation.Answer;
import dev.sluice.model.node.Explanation.Candidate;
import dev.sluice.model.node.NodeReport.Health;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what would become of a packet, by the very stages that would decide it, and changes nothing:
 * limits are looked at and not used up, and a schedule of its own takes turns. On the worker's
 * thread between two batches, whose first place it uses.
 */
final class ExplainPacket {
    private static final int PLACE = 0;
    private static final String WAITS =
            "in the midst of a connection it would wait up to "
                    + SeekSession.WAIT_MS
                    + " ms for what other directors know of it, ";

    private final Workbench bench;
    private final Decide decide;
    private final Departure departure;
    private final Choice choice = new Choice();
    private final boolean isAlone;
    private final List<String> because = new ArrayList<>();

    /**
     * @param isAlone whether there are no other directors to ask for sessions
     */
    ExplainPacket(Workbench bench, Departure departure, boolean isAlone) {
        this.isAlone = isAlone;
        this.bench = bench;
        this.decide = new Decide(bench);
        this.departure = departure;
    }

    Answer answer(AskedPacket asked, long nowMs) {
        bench.nowMs = nowMs;
        because.clear();
        place(asked);
        if (asked.source().isIpv4() != asked.destination().isIpv4()) {
            because.add("a packet has two addresses of one IP version");
            return dropped("", Drop.MALFORMED);
        }
        int found = session(asked);
        return found == SessionTable.NONE ? begin(asked) : belongs(found >> 1, found & 1);
    }

    private void place(AskedPacket asked) {
        Parsed parsed = bench.parsed;
        parsed.of(PLACE).ipv4 = asked.source().isIpv4();
        parsed.of(PLACE).protocol = asked.protocol();
        parsed.of(PLACE).sourceHigh = asked.source().high();
        parsed.of(PLACE).sourceLow = asked.source().low();
        parsed.of(PLACE).sourcePort = asked.sourcePort();
        parsed.of(PLACE).destinationHigh = asked.destination().high();
        parsed.of(PLACE).destinationLow = asked.destination().low();
        parsed.of(PLACE).destinationPort = asked.destinationPort();
        parsed.of(PLACE).tcpFlags = asked.isTcp() ? TcpHeader.SYN : 0;
        parsed.of(PLACE).payload = 0;
        parsed.of(PLACE).end = 0;
    }

    private int session(AskedPacket asked) {
        return bench.sessions.find(
                asked.source().high(),
                asked.source().low(),
                asked.destination().high(),
                asked.destination().low(),
                asked.sourcePort(),
                asked.destinationPort(),
                asked.protocol());
    }

    private Answer belongs(int id, int direction) {
        long at = bench.sessions.at(id);
        int number = Session.listener(bench.slab, at);
        ForwardedListener listener = bench.table.listener(number);
        LiveServer server = bench.table.server(Session.server(bench.slab, at));
        boolean tcp = Session.protocol(bench.slab, at) == ForwardedListener.TCP;
        because.add(
                "belongs to session "
                        + id
                        + (tcp ? ", " + TcpStates.name(Session.state(bench.slab, at)) : "")
                        + (direction == Session.FROM_CLIENT
                                ? ", from its client"
                                : ", from its server")
                        + "; it ends in "
                        + Math.max(0, Session.leftMs(bench.slab, at, bench.nowMs)) / 1000
                        + " s if nothing more is seen");
        String endpoint = server == null ? "" : server.endpoint();
        if (listener == null || !departure.mayStay(at, listener)) {
            because.add("its listener or server is gone: both ends are reset");
            return outcome("dropped", listener == null ? "" : listener.name(), "", endpoint);
        }
        if (Session.has(bench.slab, at, Flags.AWAITS_SERVER)) {
            because.add("its client's handshake is done, its server has not answered yet");
        }
        if (bench.fast != null) {
            because.add(new WhoForwards(bench.fast).of(at));
        }
        return outcome("forwarded", listener.name(), groupOf(listener), endpoint);
    }

    private static String groupOf(ForwardedListener listener) {
        TargetServers target = listener.target();
        return target == null ? "" : target.group().name();
    }

    private Answer begin(AskedPacket asked) {
        because.add("belongs to no session");
        Drop refused = decide.listener(PLACE, choice);
        ForwardedListener listener = choice.listenerFound();
        if (listener == null) {
            because.add(notFor(asked));
            if (!isAlone && refused == Drop.NO_SESSION) {
                because.add(WAITS + "and then be dropped");
            }
            return dropped("", refused);
        }
        because.add("listener " + listener.name() + " of " + listener.config().loadBalancer());
        if (!isAlone && asked.isTcp()) {
            because.add(inTheMidst(listener));
        }
        if (refused == Drop.NONE) {
            refused = decide.admits(PLACE, listener);
        }
        if (refused == Drop.NONE) {
            refused = within(listener.admission());
        }
        return refused == Drop.NONE ? choose(listener) : dropped(listener.name(), refused);
    }

    private String inTheMidst(ForwardedListener listener) {
        if (Recompute.isPossible(listener)) {
            return "in the midst of a connection it would go where the hash says";
        }
        return WAITS
                + "and then be "
                + (bench.table.resetsUnknown() ? "reset if all say that they do not" : "dropped")
                + "; what follows is of a first packet";
    }

    private String notFor(AskedPacket asked) {
        Address to = asked.destination();
        if (bench.table.isVirtual(to.high(), to.low())) {
            return to + " has no listener at this protocol and port";
        }
        return bench.table.isLocal(to.high(), to.low())
                ? to + " is a local address, and no server has a session with that port"
                : to + " is no address of this director's";
    }

    private Drop within(Admission admission) {
        if (admission.isFull()) {
            return Drop.CONNECTION_LIMIT;
        }
        String limits = admission.text();
        if (!limits.isEmpty()) {
            because.add(limits);
        }
        return Drop.NONE;
    }

    private Answer choose(ForwardedListener listener) {
        boolean isProxied = isProxied(listener);
        Drop refused = decide.server(PLACE, choice, target -> target.plan().forLoop(0));
        TargetServers target = choice.targetAsked();
        if (target == null) {
            because.add("the listener has no server group: TCP is reset, UDP told so by ICMP");
            return outcome("unavailable", listener.name(), "", "");
        }
        because.add(scheduled(target.plan().scheduling()));
        if (refused != Drop.NONE) {
            because.add("no server may be chosen: TCP is reset, UDP told so by ICMP");
            return answer("unavailable", listener, target, null);
        }
        TargetServer server = choice.server();
        Drop way = wayTo(listener, server);
        if (way == Drop.NONE && bench.fast != null) {
            because.add(new WhoForwards(bench.fast).ofNext(listener, isProxied));
        }
        return answer(way == Drop.NONE ? "forwarded" : "dropped", listener, target, server);
    }

    private boolean isProxied(ForwardedListener listener) {
        return switch (listener.synProxy()) {
            case ON -> {
                because.add("synProxy is on: its SYN is answered with a cookie first");
                yield true;
            }
            case AUTO -> {
                boolean isOn = listener.live().synProxy().isOn(bench.nowMs);
                if (isOn) {
                    because.add("synProxy switched itself on: its SYN is answered with a cookie");
                }
                yield isOn;
            }
            case OFF -> false;
        };
    }

    private String scheduled(Scheduling scheduling) {
        if (choice.isBound()) {
            return "the client is bound to its server for a while";
        }
        return switch (scheduling) {
            case SCH -> "sch: the client's address decides";
            case TCH, QCH -> "the connection decides";
            case WRR, RR -> "turns are taken; shown is the first of a cycle";
            case WLC -> "the least busy for its weight is chosen";
            case P2C, EWMA -> "the better of two at random is chosen; shown is one draw";
        };
    }

    private Drop wayTo(ForwardedListener listener, TargetServer server) {
        int hop = bench.hops.hopTo(server.high(), server.low());
        if (bench.hops.destinationMac(hop) == NextHops.UNRESOLVED) {
            return why(Drop.NEXT_HOP_UNRESOLVED);
        }
        if (bench.table.owns(server.high(), server.low())) {
            return why(Drop.LOOP);
        }
        if (listener.method() == Forwarding.ROUTE
                && !bench.hops.isNeighbour(hop, server.high(), server.low())) {
            return why(Drop.NOT_ON_LINK);
        }
        String to = Address.text(server.high(), server.low()) + ", port " + server.port();
        because.add(
                switch (listener.method()) {
                    case FULLNAT -> "fullnat: goes to " + to + ", from " + local(server);
                    case NAT -> "nat: goes to " + to + ", from the client's own address";
                    case ROUTE -> "route: goes unchanged to the MAC address of " + to;
                    case TUNNEL -> "tunnel: goes unchanged, wrapped, to " + to;
                });
        because.add(
                "by port %d to MAC %012x"
                        .formatted(bench.hops.port(hop), bench.hops.destinationMac(hop)));
        return Drop.NONE;
    }

    private Drop why(Drop drop) {
        because.add(drop.words() + ": it is dropped");
        return drop;
    }

    private String local(TargetServer server) {
        LocalPorts ports = bench.parsed.of(PLACE).ipv4 ? bench.localIpv4 : bench.localIpv6;
        int picked =
                ports == null
                        ? LocalPorts.NONE
                        : ports.pick(
                                bench.sessions,
                                ScheduleHash.fourTuple(bench.parsed, PLACE),
                                ScheduleHash.clientClass(bench.parsed, PLACE),
                                server.high(),
                                server.low(),
                                server.port(),
                                bench.parsed.of(PLACE).protocol);
        return ports == null || picked == LocalPorts.NONE
                ? "nowhere: " + Drop.NO_LOCAL_PORT.words()
                : Address.text(ports.high(picked), ports.low(picked))
                        + ", port "
                        + LocalPorts.port(picked);
    }

    private Answer dropped(String listener, Drop why) {
        because.add(why.words() + ": it is dropped");
        return outcome(why == Drop.ACCESS_LIST ? "denied" : "dropped", listener, "", "");
    }

    private Answer outcome(String outcome, String listener, String group, String backend) {
        return new Answer(listener, outcome, "", group, backend, because, List.of());
    }

    private Answer answer(
            String outcome,
            ForwardedListener listener,
            TargetServers target,
            @Nullable TargetServer chosen) {
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < target.size(); i++) {
            TargetServer server = target.server(i);
            candidates.add(
                    new Candidate(
                            server.live().endpoint(),
                            server.weight(),
                            server.live().isWell() ? Health.NORMAL : Health.ABNORMAL,
                            server == chosen ? "chosen" : verdict(listener, server)));
        }
        return new Answer(
                listener.name(),
                outcome,
                "",
                target.group().name(),
                chosen == null ? "" : chosen.live().endpoint(),
                because,
                candidates);
    }

    private String verdict(ForwardedListener listener, TargetServer server) {
        if (!server.resolved()) {
            return "its name does not resolve";
        }
        if (!server.live().isWell()) {
            return "down";
        }
        if (!listener.live().paths().isOpen(server.live().number())) {
            return "does not answer for the virtual address";
        }
        boolean sameVersion =
                Address.isIpv4(server.high(), server.low()) == bench.parsed.of(PLACE).ipv4;
        if (server.weight() == 0) {
            return "weight 0: no new work";
        }
        return sameVersion ? "could be chosen" : "speaks the other version of IP";
    }
}

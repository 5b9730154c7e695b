package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.session.Session;
import dev.sluice.director.table.ForwardedListener;

/**
 * Fourth stage, for packets of a session: makes them what the other side expects, by the session's
 * method, and sends them on. One entry for each direction.
 */
final class Rewrite {
    /** A session with none of them has its packets' addresses changed and nothing more. */
    private static final int RARE = Flags.TELL_CLIENT | Flags.TELL_PROXY | Session.HAS_DELTAS;

    private final Workbench bench;
    private final Parsed parsed;
    private final SendError errors;
    private final Translate translate;
    private final TellClient tellClient;
    private final TellProxy tellProxy;
    private final Recount recount;
    private final ClampSegments clamp;
    private final SendOut out;
    private final Way way;

    Rewrite(Workbench bench, SendError errors, SendOut out, TellProxy tellProxy) {
        this.bench = bench;
        this.parsed = bench.parsed;
        this.errors = errors;
        this.translate = new Translate(bench);
        this.tellClient = new TellClient(bench);
        this.tellProxy = tellProxy;
        this.recount = new Recount(bench);
        this.clamp = new ClampSegments(bench);
        this.out = out;
        this.way = new Way(bench);
    }

    /** Sends a packet of the client's on to the server. */
    void toServer(int i, long at) {
        if (!way.toServer(at)) {
            bench.batch.drop(i, Drop.NEXT_HOP_UNRESOLVED);
            return;
        }
        int room = out.room(at, way.mtu());
        if (!out.mayGo(i, room)) {
            errors.tooBig(i, room);
            return;
        }
        switch (Session.method(ALL, at)) {
            case Session.ROUTE -> {
                decrementTtl(i);
                out.send(i, way);
            }
            case Session.TUNNEL -> {
                decrementTtl(i);
                out.sendWrapped(i, at, way);
            }
            default -> {
                Drop why = tell(i, at);
                if (why != Drop.NONE) {
                    bench.batch.drop(i, why);
                    return;
                }
                translate.toServer(i, at);
                out.send(i, way);
            }
        }
    }

    /** Puts in what tells the server of the client, and moves what both count differently. */
    private Drop tell(int i, long at) {
        if (parsed.of(i).kind == Parsed.FRAGMENT) {
            return Drop.NONE;
        }
        clamp.pass(i, way.mtu());
        int flags = Session.flags(ALL, at);
        Drop why = Drop.NONE;
        if ((flags & RARE) == 0) {
            return why;
        }
        boolean part = parsed.of(i).fragment;
        if ((flags & Flags.TELL_PROXY) != 0) {
            if (part) {
                return Drop.FRAGMENT_UNCHANGEABLE;
            }
            why =
                    parsed.of(i).protocol == ForwardedListener.UDP
                            ? tellProxy.datagram(i, at, way.mtu())
                            : tellProxy.toServer(i, at, way.mtu());
        }
        if (!part) {
            tellClient.beforeRewrite(i, at, way.mtu());
        }
        if ((flags & Session.HAS_DELTAS) != 0) {
            recount.toServer(i, at);
        }
        return why;
    }

    /** Sends a packet of the server's on to the client: back to where its last frame came from. */
    void toClient(int i, long at) {
        if (!way.toClient(at)) {
            bench.batch.drop(i, Drop.NEXT_HOP_UNRESOLVED);
            return;
        }
        if (!out.mayGo(i, way.mtu())) {
            errors.tooBig(i, way.mtu());
            return;
        }
        if (parsed.of(i).kind != Parsed.FRAGMENT) {
            hear(i, at);
        }
        translate.toClient(i, at);
        out.send(i, way);
    }

    /** Moves what both ends count differently, and looks for whether the server has been told. */
    private void hear(int i, long at) {
        clamp.pass(i, way.mtu());
        int flags = Session.flags(ALL, at);
        if ((flags & RARE) == 0) {
            return;
        }
        if ((flags & Session.HAS_DELTAS) != 0) {
            recount.toClient(i, at);
        }
        boolean tcp = parsed.of(i).protocol == ForwardedListener.TCP;
        if ((flags & Flags.TELL_PROXY) != 0 && tcp) {
            tellProxy.toClient(i, at);
        }
        tellClient.leaveRoom(i, at);
    }

    private void decrementTtl(int i) {
        long ip = bench.batch.address(i) + parsed.of(i).ip;
        if (parsed.of(i).ipv4) {
            Ipv4Header.decrementTtl(ALL, ip);
        } else {
            Ipv6Header.decrementHopLimit(ALL, ip);
        }
    }
}

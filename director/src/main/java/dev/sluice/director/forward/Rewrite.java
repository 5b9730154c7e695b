package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.session.Session;

/**
 * Fourth stage, for packets of a session: makes them what the other side expects, by the session's
 * method, and sends them on. One entry for each direction.
 */
final class Rewrite {
    private final Workbench bench;
    private final SendError errors;
    private final Translate translate;
    private final TellClient tellClient;
    private final SendOut out;
    private final Way way;

    Rewrite(Workbench bench, SendError errors) {
        this.bench = bench;
        this.errors = errors;
        this.translate = new Translate(bench);
        this.tellClient = new TellClient(bench);
        this.out = new SendOut(bench);
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
        switch (Session.method(bench.slab, at)) {
            case Session.ROUTE -> {
                decrementTtl(i);
                out.send(i, way);
            }
            case Session.TUNNEL -> {
                decrementTtl(i);
                out.sendWrapped(i, at, way);
            }
            default -> {
                tellClient.beforeRewrite(i, at, way.mtu());
                translate.toServer(i, at);
                out.send(i, way);
            }
        }
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
        tellClient.leaveRoom(i, at);
        translate.toClient(i, at);
        out.send(i, way);
    }

    private void decrementTtl(int i) {
        long ip = bench.batch.frame(i) + bench.parsed.ip[i];
        if (bench.parsed.ipv4[i]) {
            Ipv4Header.decrementTtl(bench.batch.memory(), ip);
        } else {
            Ipv6Header.decrementHopLimit(bench.batch.memory(), ip);
        }
    }
}

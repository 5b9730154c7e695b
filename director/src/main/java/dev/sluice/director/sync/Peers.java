package dev.sluice.director.sync;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other directors, by number. */
final class Peers {
    private final SyncSettings settings;
    private final @Nullable Peer[] byNode = new Peer[Datagram.NODE_MAX + 1];
    private final List<Peer> all = new ArrayList<>();

    Peers(SyncSettings settings) {
        this.settings = settings;
    }

    List<Peer> all() {
        return all;
    }

    @Nullable Peer known(int node) {
        return byNode[node];
    }

    /** A peer that is heard of, perhaps for the first time; null if it is one too many. */
    @Nullable Peer heard(int node) {
        Peer peer = byNode[node];
        if (peer == null && all.size() < settings.peersMax()) {
            peer = new Peer(node, settings.logDatagrams() * 2);
            byNode[node] = peer;
            all.add(peer);
        }
        return peer;
    }

    /** A peer in the start that it is in, as far as is known here. */
    @Nullable Peer proven(int node, long epoch) {
        Peer peer = node <= Datagram.NODE_MAX ? byNode[node] : null;
        return peer != null && peer.isProven && peer.epoch == epoch ? peer : null;
    }

    /** How a director's sessions are audited by others: 0 if it does it itself, else 1. */
    int category(int node) {
        Peer peer = byNode[node];
        return node == settings.node() || (peer != null && peer.isLive) ? 0 : 1;
    }

    /** Whether sessions are known that no live director answers for. */
    boolean anyOrphan(Digests digests) {
        for (int node = Imports.NOBODY; node <= Datagram.NODE_MAX; node++) {
            long sum = category(node) == 0 ? digests.older(node) : digests.total(node);
            if (sum != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a number is this director's own. */
    boolean isSelf(int node) {
        return node == settings.node();
    }

    boolean anyIsLive() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isLive) {
                return true;
            }
        }
        return false;
    }
}

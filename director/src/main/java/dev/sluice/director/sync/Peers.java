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
        return live() > 0;
    }

    int live() {
        int live = 0;
        for (int i = 0; i < all.size(); i++) {
            live += all.get(i).isLive ? 1 : 0;
        }
        return live;
    }

    /** Those that were silent for long are not live any more. */
    void loseSilent(long nowMs, SyncCounts counts) {
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            if (peer.isLive && nowMs - peer.heardMs > settings.deadMs()) {
                peer.isLive = false;
                counts.add(SyncCounts.Count.PEERS_LOST);
            }
        }
    }

    /** Whether something is missing that one of them can send again, and it is time to ask. */
    boolean mustAsk(long nowMs) {
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            if (peer.isLive && peer.lacks() && nowMs >= peer.nakMs && !peer.needsBulk()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all is known here that those who may be there had told. */
    boolean areCaughtUp(long nowMs) {
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            if (peer.mayBeThere(nowMs) && !(peer.isLive && peer.isCaughtUp())) {
                return false;
            }
        }
        return true;
    }

    /** All that they know is to be asked for, whatever is known of it. */
    void askAnew(long nowMs) {
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            peer.target = -1;
            peer.wantsAll = peer.isProven;
            peer.bulkMs = nowMs;
        }
    }

    /**
     * How far the live one that knows most has acknowledged; -1 if none did.
     *
     * @param oldest datagram that could be sent again: who lacks that knows nothing for sure
     */
    long acknowledged(long oldest) {
        long most = -1;
        for (int i = 0; i < all.size(); i++) {
            Peer peer = all.get(i);
            if (peer.isLive && peer.acknowledged >= oldest - 1) {
                most = Math.max(most, peer.acknowledged);
            }
        }
        return most;
    }

    /** How many datagrams the live one that is farthest behind has still to acknowledge. */
    long lag(Told told) {
        long lag = 0;
        for (Peer peer : all) {
            lag = peer.isLive ? Math.max(lag, told.last() - peer.acknowledged) : lag;
        }
        return lag;
    }

    /** How old the oldest change is that a live one has not acknowledged; 0 for none. */
    long lagMs(Told told, long nowMs) {
        long lagMs = 0;
        for (Peer peer : all) {
            lagMs = peer.isLive ? Math.max(lagMs, told.behindMs(peer.acknowledged, nowMs)) : lagMs;
        }
        return lagMs;
    }

    List<PeerView> views(Told told, long nowMs) {
        return all.stream()
                .map(peer ->
                        new PeerView(
                                peer.node,
                                peer.isLive,
                                peer.isComplete,
                                Math.max(0, told.last() - peer.acknowledged),
                                told.behindMs(peer.acknowledged, nowMs)))
                .toList();
    }
}

package dev.sluice.director.sync.run;

import dev.sluice.director.sync.OwnSessions;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.ipvs.Gateway;
import dev.sluice.director.sync.ipvs.GatewayCounts;
import dev.sluice.director.sync.ipvs.GatewayCounts.Count;
import dev.sluice.director.sync.ipvs.GatewaySettings;
import dev.sluice.director.sync.ipvs.Refusal;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.socket.UdpSocket;
import dev.sluice.linux.socket.UdpSocket.Place;
import dev.sluice.model.node.ClusterConfig.IpvsConfig;
import dev.sluice.model.node.ClusterReport.CountReport;
import dev.sluice.model.node.ClusterReport.LvsReport;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A gateway to one group of LVS directors and its socket. For one thread; nothing waits. */
final class LvsLink implements OwnSessions, AutoCloseable {
    /** What comes while the thread is busy with something else. */
    private static final int BUFFER_BYTES = 4 << 20;

    private static final int MESSAGE_BYTES_MAX = 65_507;

    /** Messages that are taken between other things. */
    private static final int MESSAGES_MAX = 32;

    /** Sessions that a message may hold. */
    private static final int ROOM = 255;

    private final byte[] message = new byte[MESSAGE_BYTES_MAX];
    private final IpvsConfig config;
    private final UdpSocket socket;
    private final List<Place> to;
    private final Gateway gateway;
    private long notSent;

    /** Opens its socket in the calling thread's namespace. */
    LvsLink(
            LvsMeeting meeting,
            long cluster,
            SessionSync sync,
            Supplier<ForwardingTable> table,
            long nowMs) {
        this.config = meeting.config();
        this.to = meeting.to().stream().map(Place::of).toList();
        this.socket =
                UdpSocket.open(
                        meeting.isIpv6(),
                        null,
                        config.receives() ? config.port() : 0,
                        BUFFER_BYTES);
        InetAddress group = meeting.group();
        try {
            if (group != null) {
                socket.join(group, meeting.ifindex());
            }
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
        var settings =
                GatewaySettings.usual(
                        cluster,
                        config.syncId(),
                        meeting.messageBytesMax(),
                        config.sends(),
                        config.receives(),
                        (int) config.refreshMs());
        this.gateway = new Gateway(settings, sync, table, this::send, nowMs);
    }

    private void send(byte[] bytes, int length) {
        for (int i = 0; i < to.size(); i++) {
            if (!socket.send(bytes, length, to.get(i))) {
                notSent++;
            }
        }
    }

    /** For an operator. */
    LvsReport report() {
        GatewayCounts counts = counts();
        return new LvsReport(
                config.name(),
                config.port(),
                config.syncId(),
                counts.of(Count.MESSAGES_TAKEN),
                counts.of(Count.MESSAGES_SENT),
                counts.of(Count.SESSIONS_TAKEN),
                counts.of(Count.SESSIONS_SENT),
                counts.of(Count.LEFT_OUT_FULLNAT) + counts.of(Count.LEFT_OUT_OTHERS),
                notSent,
                Arrays.stream(Refusal.values())
                        .filter(refusal -> counts.of(refusal) > 0)
                        .map(refusal ->
                                new CountReport(
                                        refusal.label().replace('_', ' '), counts.of(refusal)))
                        .toList());
    }

    GatewayCounts counts() {
        return gateway.counts();
    }

    /** Messages that could not be sent. */
    long notSent() {
        return notSent;
    }

    void await(Polls polls, int room) {
        if (room >= ROOM) {
            polls.add(socket.fd());
        }
    }

    /** Takes what has come, as far as there is room, and sends what is due. */
    void run(IntSupplier room, long nowMs) {
        for (int i = 0; i < MESSAGES_MAX && room.getAsInt() >= ROOM; i++) {
            int length = socket.receive(message);
            if (length < 0) {
                break;
            }
            gateway.receive(message, length, nowMs);
        }
        gateway.tick(nowMs);
    }

    @Override
    public void changed(SyncedSession session, long nowMs) {
        gateway.changed(session, nowMs);
    }

    @Override
    public void ended(SyncedSession session, long nowMs) {
        gateway.ended(session, nowMs);
    }

    /** Sends what waits, and ends. */
    @Override
    public void close() {
        gateway.flush();
        socket.close();
    }
}

package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the only director's process under live connections, and starts it again some time later.
 *
 * @param connections that exchange a few bytes all the time
 * @param seconds until it is started again
 */
public record KillTrial(int connections, int seconds) {
    private static final long NS = 1_000_000_000L;

    /** Until connections are established for long enough, and after all is over. */
    private static final long CALM_NS = 3 * NS;

    /**
     * What became of them.
     *
     * @param broken connections that were reset or ended, or were not answered at the end
     * @param lost segments that one host sent and the other did not get
     * @param again segments that were sent again
     * @param exchanges answers that came while there was no process
     * @param remark how the connections were held before
     */
    public record Result(int broken, long lost, long again, long exchanges, String remark) {}

    /** Does it once. */
    public Result run(PacketBed bed, KilledDirector.Killable director) throws LabFailure {
        try (var live = LiveConnections.open(bed, director.target(), connections)) {
            talk(live, CALM_NS);
            String remark = director.remark();
            TcpCounts clients = TcpCounts.of(bed.client());
            TcpCounts servers = TcpCounts.of(bed.backend());
            long lostBefore = TcpCounts.lost(clients, servers);
            live.talk();
            LockSupport.parkNanos(NS);
            director.kill();
            long exchangedBefore = live.exchanged();
            LockSupport.parkNanos(seconds * NS);
            long exchanged = live.exchanged() - exchangedBefore;
            director.restart();
            talk(live, CALM_NS);
            TcpCounts clientsAfter = TcpCounts.of(bed.client());
            TcpCounts serversAfter = TcpCounts.of(bed.backend());
            return new Result(
                    live.broken(),
                    TcpCounts.lost(clientsAfter, serversAfter) - lostBefore,
                    clientsAfter.again() - clients.again() + serversAfter.again() - servers.again(),
                    exchanged,
                    remark);
        } catch (IOException e) {
            throw new LabFailure("connections did not open: " + e.getMessage(), e);
        }
    }

    /** All talk for a while; afterwards nothing is on its way any more. */
    private static void talk(LiveConnections live, long forNs) {
        live.talk();
        LockSupport.parkNanos(forNs);
        live.pause();
        LockSupport.parkNanos(NS);
    }
}

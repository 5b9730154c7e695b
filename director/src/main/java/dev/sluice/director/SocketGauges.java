package dev.sluice.director;

import dev.sluice.director.worker.Port;
import dev.sluice.linux.xdp.XskSocket;
import dev.sluice.linux.xdp.XskStatistics;
import dev.sluice.measure.Measure;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Shows what the kernel lost on the way to workers, which nobody else counts: frames that came
 * faster than they were fetched. Reads it when it is looked at, from any thread.
 */
final class SocketGauges implements AutoCloseable {
    private static final String METRIC = "sluice_xdp_frames_lost_total";
    private static final String HELP =
            "Frames that the kernel could not give to a worker, since the director's start.";
    private static final String FULL = "ring_full";
    private static final String DROPPED = "no_room";

    private final Measure measure;
    private final List<Port> ports;

    SocketGauges(Measure measure, List<Port> ports, List<XskSocket> sockets) {
        this.measure = measure;
        this.ports = ports;
        for (Port port : ports) {
            List<XskSocket> own =
                    sockets.stream()
                            .filter(socket -> socket.interfaceIndex() == port.takenBy())
                            .toList();
            show(port, FULL, own, XskStatistics::receiveFull);
            show(port, DROPPED, own, XskStatistics::receiveDropped);
        }
    }

    private void show(
            Port port, String reason, List<XskSocket> own, ToLongFunction<XskStatistics> count) {
        measure.counter(
                METRIC,
                HELP,
                () -> own.stream().map(XskSocket::statistics).mapToLong(count).sum(),
                labels(port, reason));
    }

    private static String[] labels(Port port, String reason) {
        return new String[] {"interface", port.name(), "reason", reason};
    }

    /** To be called before the sockets are closed. */
    @Override
    public void close() {
        for (Port port : ports) {
            measure.remove(METRIC, labels(port, FULL));
            measure.remove(METRIC, labels(port, DROPPED));
        }
    }
}

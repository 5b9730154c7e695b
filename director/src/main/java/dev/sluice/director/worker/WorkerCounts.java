package dev.sluice.director.worker;

import dev.sluice.director.packet.Drop;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import java.util.List;
import java.util.Locale;

/** What a worker counts: frames and bytes by port, and why frames went no further. */
final class WorkerCounts {
    private final CounterRow[] ports;
    private final CounterRow[] drops = new CounterRow[Drop.values().length];
    private final CounterRow process;

    /**
     * @param portNames by port number
     */
    WorkerCounts(Measure measure, List<String> portNames) {
        this.ports =
                portNames.stream()
                        .map(name -> measure.row(Scope.PORT, name))
                        .toArray(CounterRow[]::new);
        for (Drop why : Drop.values()) {
            drops[why.ordinal()] =
                    measure.row(Scope.DROP_REASON, why.name().toLowerCase(Locale.ROOT));
        }
        this.process = measure.row(Scope.PROCESS);
    }

    void received(int port, int length) {
        ports[port].increment(Counter.PORT_FRAMES_IN);
        ports[port].add(Counter.PORT_BYTES_IN, length);
    }

    void sent(int port, int length) {
        ports[port].increment(Counter.PORT_FRAMES_OUT);
        ports[port].add(Counter.PORT_BYTES_OUT, length);
    }

    void dropped(Drop why) {
        drops[why.ordinal()].increment(Counter.FRAMES_DROPPED);
    }

    void handedOver() {
        process.increment(Counter.FRAMES_HANDED_OVER);
    }
}

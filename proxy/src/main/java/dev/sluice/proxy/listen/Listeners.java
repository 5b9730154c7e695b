package dev.sluice.proxy.listen;

import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeReport.ListenerReport;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.table.Admission;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.table.LiveListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports that are open. Used by one configuration change at a time; {@link #report} by any
 * thread.
 */
public final class Listeners {
    private final Loops loops;
    private final Measure measure;
    private final Opener opener;
    private final Map<String, OpenPort> open = new ConcurrentHashMap<>();
    private final Map<String, Admission> sharedAdmissions = new HashMap<>();
    private final Admission processAdmission = new Admission();

    public Listeners(Loops loops, Measure measure, Opener opener) {
        this.loops = loops;
        this.measure = measure;
        this.opener = opener;
    }

    /**
     * Serves by these tables from now on: publishes them where the port is open, closes what is not
     * named, opens what is new. A port that cannot be opened is refused and tried again with the
     * next configuration.
     *
     * @param wanted by listener id
     */
    public List<Refusal> apply(Map<String, ListenerTable> wanted) {
        for (OpenPort port : List.copyOf(open.values())) {
            ListenerTable table = wanted.get(port.live().id());
            if (table != null && port.serves(table.config())) {
                port.live().publish(table);
            } else {
                close(port);
            }
        }
        var refusals = new ArrayList<Refusal>();
        for (ListenerTable table : wanted.values()) {
            if (!open.containsKey(table.config().id())) {
                open(table, refusals);
            }
        }
        return refusals;
    }

    private void open(ListenerTable table, List<Refusal> refusals) {
        ListenerConfig config = table.config();
        Admission shared =
                sharedAdmissions.computeIfAbsent(config.loadBalancerId(), _ -> new Admission());
        var live = new LiveListener(table, shared, processAdmission, loops, measure);
        try {
            open.put(config.id(), new OpenPort(live, config, opener.open(live, config)));
        } catch (IOException e) {
            measure.forget(Scope.LISTENER, live.loadBalancer(), live.name());
            refusals.add(PortRefusal.of(config, e));
        }
    }

    private void close(OpenPort port) {
        open.remove(port.live().id());
        port.live().beginClosing();
        port.closer().run();
        measure.forget(Scope.LISTENER, port.live().loadBalancer(), port.live().name());
    }

    /** Takes no new connections any more and lets the open ones end. */
    public void beginClosing() {
        for (OpenPort port : open.values()) {
            port.live().beginClosing();
            port.closer().run();
        }
    }

    /** Connections and sessions open now, over all listeners. */
    public int connections() {
        return processAdmission.open();
    }

    /** What every open listener is doing. Any thread. */
    public List<ListenerReport> report() {
        var reports = new ArrayList<ListenerReport>();
        for (OpenPort port : open.values()) {
            LiveListener live = port.live();
            Counter requests =
                    port.config().http() != null
                            ? Counter.LISTENER_REQUESTS
                            : Counter.LISTENER_CONNECTIONS;
            reports.add(
                    new ListenerReport(
                            live.id(),
                            live.open(),
                            total(live, Counter.LISTENER_CONNECTIONS),
                            total(live, requests),
                            total(live, Counter.LISTENER_BYTES_IN),
                            total(live, Counter.LISTENER_BYTES_OUT)));
        }
        return reports;
    }

    private long total(LiveListener live, Counter counter) {
        return measure.total(counter, live.loadBalancer(), live.name());
    }

    /** The listeners that are open. Any thread. */
    public List<LiveListener> live() {
        return open.values().stream().map(OpenPort::live).toList();
    }

    /** A port that is open, and how to close it. */
    private record OpenPort(LiveListener live, ListenerConfig config, Runnable closer) {
        boolean serves(ListenerConfig other) {
            return config.address().equals(other.address())
                    && config.port() == other.port()
                    && config.protocol() == other.protocol();
        }
    }
}

package dev.sluice.director.inspect;

import dev.sluice.director.inspect.Dump.DropRow;
import dev.sluice.director.inspect.Dump.ListenerRow;
import dev.sluice.director.inspect.Dump.NeighbourRow;
import dev.sluice.director.inspect.Dump.PortRow;
import dev.sluice.director.inspect.Dump.ServerRow;
import dev.sluice.director.inspect.Dump.WorkerRow;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.director.worker.Port;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.OffloadReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link Dump}. */
final class DumpBuilder {
    private final String name;
    private final List<Port> ports;
    private final Measure measure;
    private final long nowMs;

    DumpBuilder(String name, List<Port> ports, Measure measure, long nowMs) {
        this.name = name;
        this.ports = ports;
        this.measure = measure;
        this.nowMs = nowMs;
    }

    Dump build(
            ForwardingTable table,
            NextHops hops,
            List<WorkerRow> workers,
            OffloadReport offload,
            @Nullable ClusterReport cluster) {
        return new Dump(
                name,
                table.revision(),
                ports(),
                table.locals().all().stream().map(Address::toString).toList(),
                table.listeners().stream().map(this::listener).toList(),
                servers(table),
                neighbours(hops),
                workers,
                drops(),
                offload,
                cluster);
    }

    private List<PortRow> ports() {
        var rows = new ArrayList<PortRow>();
        for (int number = 0; number < ports.size(); number++) {
            Port port = ports.get(number);
            rows.add(
                    new PortRow(
                            number,
                            port.name(),
                            port.queues(),
                            port.mtu(),
                            measure.total(Counter.PORT_FRAMES_IN, port.name()),
                            measure.total(Counter.PORT_FRAMES_OUT, port.name()),
                            measure.total(Counter.PORT_BYTES_IN, port.name()),
                            measure.total(Counter.PORT_BYTES_OUT, port.name())));
        }
        return rows;
    }

    private ListenerRow listener(ForwardedListener listener) {
        TargetServers target = listener.target();
        return new ListenerRow(
                listener.name(),
                listener.config().loadBalancer(),
                words(listener.config().protocol()),
                Address.text(listener.high(), listener.low()),
                listener.port(),
                words(listener.method()),
                target == null ? "" : words(target.plan().scheduling()),
                target == null ? "" : target.group().name(),
                listener.live().usage().openNow(),
                listener.admission().text(),
                synProxy(listener),
                listener.live().synProxy().halfOpen());
    }

    private String synProxy(ForwardedListener listener) {
        return switch (listener.synProxy()) {
            case ON -> "on";
            case OFF -> "off";
            case AUTO ->
                    (listener.live().synProxy().isOn(nowMs) ? "auto, on" : "auto, off")
                            + ", was on "
                            + listener.live().synProxy().timesOn()
                            + " times";
        };
    }

    private static List<ServerRow> servers(ForwardingTable table) {
        var rows = new ArrayList<ServerRow>();
        for (TargetServers target : table.targets()) {
            for (int i = 0; i < target.size(); i++) {
                TargetServer server = target.server(i);
                rows.add(
                        new ServerRow(
                                target.group().name(),
                                server.live().endpoint(),
                                server.resolved() ? Address.text(server.high(), server.low()) : "",
                                server.weight(),
                                words(server.live().standing()),
                                server.live().active()));
            }
        }
        return rows;
    }

    private static List<NeighbourRow> neighbours(NextHops hops) {
        var rows = new ArrayList<NeighbourRow>();
        List<NextHops.Hop> all = hops.hops();
        for (int number = 0; number < all.size(); number++) {
            NextHops.Hop hop = all.get(number);
            rows.add(
                    new NeighbourRow(
                            number,
                            Address.text(hop.high(), hop.low()),
                            hop.port(),
                            hop.mac() == NextHops.UNRESOLVED ? "" : mac(hop.mac())));
        }
        return rows;
    }

    private static String mac(long mac) {
        return "%012x".formatted(mac).replaceAll("(..)(?!$)", "$1:");
    }

    private List<DropRow> drops() {
        var rows = new ArrayList<DropRow>();
        for (Drop why : Drop.values()) {
            String reason = why.name().toLowerCase(Locale.ROOT);
            long frames = measure.total(Counter.FRAMES_DROPPED, reason);
            if (frames > 0) {
                rows.add(new DropRow(reason, why.words(), frames));
            }
        }
        return rows;
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

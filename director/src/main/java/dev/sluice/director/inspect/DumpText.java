package dev.sluice.director.inspect;

import dev.sluice.director.inspect.Dump.DropRow;
import dev.sluice.director.inspect.Dump.ListenerRow;
import dev.sluice.director.inspect.Dump.NeighbourRow;
import dev.sluice.director.inspect.Dump.PortRow;
import dev.sluice.director.inspect.Dump.ServerRow;
import dev.sluice.director.inspect.Dump.WorkerRow;
import dev.sluice.model.node.OffloadReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A {@link Dump} for people: a table for each kind of thing. */
final class DumpText {
    private final StringBuilder text = new StringBuilder();

    private DumpText() {}

    static String of(Dump dump) {
        return new DumpText().write(dump);
    }

    private String write(Dump dump) {
        text.append("director ").append(dump.name());
        text.append(", revision ").append(dump.revision()).append('\n');
        text.append("local addresses: ");
        text.append(
                        dump.localAddresses().isEmpty()
                                ? "none"
                                : String.join(" ", dump.localAddresses()))
                .append('\n');
        offload(dump.offload());
        table("PORT", dump.ports().stream().map(DumpText::port).toList());
        table("LISTENER", dump.listeners().stream().map(DumpText::listener).toList());
        table("SERVER", dump.servers().stream().map(DumpText::server).toList());
        table("NEIGHBOUR", dump.neighbours().stream().map(DumpText::neighbour).toList());
        table("WORKER", dump.workers().stream().map(DumpText::worker).toList());
        table("DROPPED", dump.drops().stream().map(DumpText::drop).toList());
        if (dump.cluster() != null) {
            new ClusterText(this::table).write(dump.cluster());
        }
        return text.toString();
    }

    private void offload(OffloadReport offload) {
        text.append("offload: ").append(offload.way());
        text.append(" (").append(offload.why()).append(")\n");
        if (offload.most() > 0) {
            table(
                    "OFFLOAD",
                    List.of(
                            List.of(
                                    "sessions " + offload.sessions() + " of " + offload.most(),
                                    "begun " + offload.begun(),
                                    "revoked " + offload.revoked(),
                                    "without place " + offload.withoutPlace()),
                            List.of(
                                    "by the kernel",
                                    offload.packets() + " packets",
                                    offload.bytes() + " bytes",
                                    ""),
                            List.of(
                                    "by workers",
                                    offload.workerFrames() + " frames",
                                    offload.workerBytes() + " bytes",
                                    "")));
        }
    }

    private static List<String> port(PortRow row) {
        return List.of(
                row.number() + " " + row.name(),
                "queues " + row.queues(),
                "mtu " + row.mtu(),
                "in " + row.framesIn() + " frames " + row.bytesIn() + " bytes",
                "out " + row.framesOut() + " frames " + row.bytesOut() + " bytes");
    }

    private static List<String> listener(ListenerRow row) {
        return List.of(
                row.name(),
                row.loadBalancer(),
                row.protocol() + " " + row.address() + " " + row.port(),
                row.method(),
                row.scheduler() + " " + row.group(),
                "open " + row.open(),
                "synProxy " + row.synProxy() + ", half open " + row.halfOpen(),
                row.limits());
    }

    private static List<String> server(ServerRow row) {
        return List.of(
                row.group(),
                row.endpoint(),
                row.address().isEmpty() ? "does not resolve" : row.address(),
                "weight " + row.weight(),
                row.standing(),
                "sessions " + row.sessions());
    }

    private static List<String> neighbour(NeighbourRow row) {
        return List.of(
                String.valueOf(row.number()),
                row.address(),
                "port " + row.port(),
                row.mac().isEmpty() ? "does not answer" : row.mac());
    }

    private static List<String> worker(WorkerRow row) {
        return List.of(
                String.valueOf(row.number()),
                "sessions " + row.sessions() + " of " + row.capacity(),
                "half open " + row.halfOpen(),
                "evicted " + row.evicted(),
                "by the kernel " + row.offloaded() + " of " + row.places(),
                "without place " + row.withoutPlace());
    }

    private static List<String> drop(DropRow row) {
        return List.of(row.reason(), String.valueOf(row.frames()), row.words());
    }

    private void table(String head, List<List<String>> rows) {
        text.append('\n').append(head).append(rows.isEmpty() ? " (none)\n" : "\n");
        List<Integer> widths = widths(rows);
        for (List<String> row : rows) {
            var line = new StringBuilder(" ");
            for (int i = 0; i < row.size(); i++) {
                line.append(' ').append(row.get(i));
                line.repeat(' ', widths.get(i) - row.get(i).length() + 1);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static List<Integer> widths(List<List<String>> rows) {
        var widths = new ArrayList<Integer>();
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < columns; i++) {
            int column = i;
            widths.add(
                    rows.stream()
                            .map(row -> row.get(column).length())
                            .collect(Collectors.summarizingInt(length -> length))
                            .getMax());
        }
        return widths;
    }
}

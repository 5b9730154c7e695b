package dev.sluice.director.inspect;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.inspect.Dump.WorkerRow;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.worker.Port;
import dev.sluice.director.worker.Workers;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.OffloadReport;
import dev.sluice.node.wire.RecordJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers who looks into a running director. A request is a line of words:
 *
 * <pre>
 *  dump text | json
 *  check
 *  sessions list MOST FILTER…
 *  sessions kill all | FILTER…
 *  capture MOST FILTER…          a capture file, until the asker goes away; MOST 0 for no end
 *  drain MS | undo               a line for each step; the last one is "done" or "failed"
 * </pre>
 *
 * Any thread; may block.
 */
public final class Inspector {
    /** The last line of an answer that could fail on its way. */
    static final String DONE = "done";

    static final String FAILED = "failed";

    private final Running running;
    private final Sessions sessions;
    private final Capture capture;

    /**
     * What runs.
     *
     * @param forwarders by their workers' numbers
     * @param cluster its part among other directors; null where it has none
     * @param offload what the kernel forwards by itself
     * @param duty takes it out of service, and back into it
     * @param nowMs the clock of sessions
     */
    public record Running(
            String name,
            List<Port> ports,
            Workers workers,
            IntFunction<Forwarder> forwarders,
            Supplier<ForwardingTable> table,
            Supplier<NextHops> hops,
            Measure measure,
            Supplier<@Nullable ClusterReport> cluster,
            Supplier<OffloadReport> offload,
            Duty duty,
            LongSupplier nowMs) {
        public Running {
            ports = List.copyOf(ports);
        }
    }

    public Inspector(Running running) {
        this.running = running;
        this.sessions =
                new Sessions(
                        running.workers(), running.forwarders(), running.table(), running.nowMs());
        this.capture =
                new Capture(running.workers(), running.ports().stream().map(Port::name).toList());
    }

    /** An answer that begins when the request was understood. */
    interface Body {
        void write(OutputStream out, BooleanSupplier ended) throws IOException;
    }

    /** What answers a request. */
    Body answer(List<String> words) throws NotUnderstood {
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "dump" -> text(rest.equals(List.of("json")) ? json() : dumpText());
            case "check" -> text(String.join("\n", check()) + "\n");
            case "sessions" -> sessions(rest);
            case "capture" -> capture(rest);
            case "drain" -> drain(rest);
            default -> throw new NotUnderstood("there is dump, check, sessions, capture and drain");
        };
    }

    private static Body text(String text) {
        return (out, _) -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All tables as text. */
    public String dumpText() {
        return DumpText.of(dump());
    }

    private String json() {
        return RecordJson.write(dump()) + "\n";
    }

    private Dump dump() {
        var workers = new ArrayList<WorkerRow>();
        for (int i = 0; i < running.workers().size(); i++) {
            workers.add(sessions.counts(i));
        }
        return new DumpBuilder(
                        running.name(),
                        running.ports(),
                        running.measure(),
                        running.nowMs().getAsLong())
                .build(
                        running.table().get(),
                        running.hops().get(),
                        workers,
                        running.offload().get(),
                        running.cluster().get());
    }

    /** What is wrong around the director, a sentence each. */
    private List<String> check() {
        return Check.of(running.ports(), running.table().get(), running.hops().get());
    }

    private Body sessions(List<String> words) throws NotUnderstood {
        String what = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        return switch (what) {
            case "list" -> list(rest);
            case "kill" -> text(kill(rest));
            default -> throw new NotUnderstood("sessions can be listed and killed");
        };
    }

    private Body drain(List<String> words) throws NotUnderstood {
        boolean undo = words.equals(List.of("undo"));
        long timeoutMs = undo ? 0 : number(words);
        return (out, _) -> {
            var lines = new PrintStream(out, true, StandardCharsets.UTF_8);
            boolean all = true;
            if (undo) {
                running.duty().serve(lines::println);
            } else {
                all = running.duty().drain(timeoutMs, lines::println);
            }
            lines.println(all ? DONE : FAILED);
        };
    }

    private Body list(List<String> words) throws NotUnderstood {
        long most = number(words);
        TrafficFilter filter = TrafficFilter.ofSessions(words.subList(1, words.size()));
        return (out, _) -> {
            var lines =
                    new OutputStreamWriter(new BufferedOutputStream(out), StandardCharsets.UTF_8);
            lines.write(SessionRow.head() + "\n");
            sessions.list(filter, most, row -> lines.write(row.line() + "\n"));
            lines.flush();
        };
    }

    private String kill(List<String> words) throws NotUnderstood {
        boolean all = words.equals(List.of("all"));
        TrafficFilter filter = TrafficFilter.ofSessions(all ? List.of() : words);
        if (filter.isEmpty() && !all) {
            throw new NotUnderstood("say which sessions to kill, or all");
        }
        return sessions.kill(filter) + " sessions end\n";
    }

    private Body capture(List<String> words) throws NotUnderstood {
        long most = number(words);
        TrafficFilter filter = TrafficFilter.ofPackets(words.subList(1, words.size()));
        capture.begin();
        return (out, ended) -> {
            try {
                capture.run(filter, most, ended, out);
            } finally {
                capture.end();
            }
        };
    }

    private static long number(List<String> words) throws NotUnderstood {
        if (words.isEmpty() || !words.getFirst().matches("[0-9]{1,18}")) {
            throw new NotUnderstood("a number of how many is missing");
        }
        return Long.parseLong(words.getFirst());
    }
}

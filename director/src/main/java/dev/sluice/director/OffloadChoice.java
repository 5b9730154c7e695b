package dev.sluice.director;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.Port;
import dev.sluice.linux.call.KernelException;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.OffloadReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a director's kernel forwards sessions by itself, by what way, and why.
 *
 * @param way such as {@code native XDP}; {@code none} if it forwards nothing
 * @param why in words
 * @param most how many sessions
 */
record OffloadChoice(String way, String why, int most) {
    private static final Logger LOG = LoggerFactory.getLogger(OffloadChoice.class);

    /** Before anything is chosen. */
    static final OffloadChoice NONE = none("nothing is forwarded yet");

    private static OffloadChoice none(String why) {
        return new OffloadChoice("none", why, 0);
    }

    /** Chooses, and has it done. Without it every packet goes by the workers. */
    static OffloadChoice make(
            DirectorOptions options, DirectorConfig own, Filter filter, Engine engine) {
        if (options.offloadedMax() == 0) {
            return none("--offload is 0");
        }
        List<Port> ports = engine.ports();
        if (own.recomputeChecksums() && !ports.stream().allMatch(OffloadChoice::isBehind)) {
            return refused("it cannot make checksums anew (recomputeChecksums)", "");
        }
        try {
            int workers = engine.workers().size();
            boolean inTc = ports.stream().anyMatch(OffloadChoice::isBehind);
            engine.offload(filter.offload(options.offloadedMax(), workers, inTc));
        } catch (KernelException e) {
            // What a verifier says beside is for the log alone: it may fill pages.
            String[] words = String.valueOf(e.getMessage()).split("\n", 2);
            return refused(words[0], words.length > 1 ? "\n" + words[1] : "");
        }
        return new OffloadChoice(way(ports), why(options, ports), options.offloadedMax());
    }

    /** Checksums that are unfinished are no obstacle there. */
    private static boolean isBehind(Port port) {
        return port.attachment() == Attachment.TC;
    }

    private static String way(List<Port> ports) {
        return ports.stream()
                .map(port -> port.attachment().brief())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String why(DirectorOptions options, List<Port> ports) {
        if (options.workers().attachment() != null) {
            return "--attach says so, where drivers can";
        }
        if (ports.stream().allMatch(port -> port.attachment() == Attachment.NATIVE)) {
            return "all interfaces' drivers can";
        }
        var names = new LinkedHashMap<String, List<String>>();
        ports.forEach(
                port -> names.computeIfAbsent(port.why(), _ -> new ArrayList<>()).add(port.name()));
        return names.entrySet().stream()
                .map(one -> String.join(", ", one.getValue()) + ": " + one.getKey())
                .collect(Collectors.joining("; "));
    }

    private static OffloadChoice refused(String why, String more) {
        LOG.info("workers forward everything: {}{}", why, more);
        return none(why);
    }

    /** With what came of it so far. */
    OffloadReport report(Measure measure, List<Port> ports) {
        return new OffloadReport(
                way,
                why,
                measure.total(Counter.OFFLOADED_SESSIONS),
                most,
                measure.total(Counter.SESSIONS_OFFLOADED),
                measure.total(Counter.SESSIONS_REVOKED),
                measure.total(Counter.OFFLOADS_WITHOUT_PLACE),
                measure.total(Counter.OFFLOADED_PACKETS),
                measure.total(Counter.OFFLOADED_BYTES),
                sent(measure, ports, Counter.PORT_FRAMES_OUT),
                sent(measure, ports, Counter.PORT_BYTES_OUT));
    }

    private static long sent(Measure measure, List<Port> ports, Counter counter) {
        return ports.stream().mapToLong(port -> measure.total(counter, port.name())).sum();
    }
}

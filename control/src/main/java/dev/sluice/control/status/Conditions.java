package dev.sluice.control.status;

import dev.sluice.control.distribute.Distributor;
import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.control.status.Condition.Status;
import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.check.Finding;
import dev.sluice.model.check.Installed;
import dev.sluice.model.check.ProblemCodes;
import dev.sluice.model.check.Validator;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Says what became of resources. What the validator warns of is worked out once a revision; guarded
 * by this object's monitor.
 */
public final class Conditions {
    private final Supplier<Catalog> catalog;
    private final Distributor distributor;
    private final Installed installed;
    private final InstantSource clock;
    private final Map<Key, Transition> transitions = new HashMap<>();
    private Map<Resource, List<Finding>> findings = Map.of();
    private long findingsRevision = -1;

    private record Key(String id, String type) {}

    private record Transition(Status status, Instant at) {}

    public Conditions(
            Supplier<Catalog> catalog,
            Distributor distributor,
            Installed installed,
            InstantSource clock) {
        this.catalog = catalog;
        this.distributor = distributor;
        this.installed = installed;
        this.clock = clock;
    }

    /** The conditions of a resource as it is stored now. */
    public synchronized List<Condition> of(Stored stored) {
        Catalog current = catalog.get();
        refresh(current);
        List<Finding> found = findings.getOrDefault(stored.resource(), List.of());
        return List.of(
                accepted(stored, found), resolved(stored, found), programmed(stored, current));
    }

    private void refresh(Catalog current) {
        if (findingsRevision == current.revision()) {
            return;
        }
        findings =
                Validator.findings(current, _ -> null, installed).stream()
                        .collect(Collectors.groupingBy(Finding::resource));
        findingsRevision = current.revision();
        var there = new HashSet<String>();
        for (Kind kind : Kind.values()) {
            current.all(kind).forEach(stored -> there.add(stored.id()));
        }
        transitions.keySet().removeIf(key -> !there.contains(key.id()));
    }

    private Condition accepted(Stored stored, List<Finding> found) {
        String notHonoured = messages(found, ProblemCodes.NOT_HONOURED);
        return notHonoured.isEmpty()
                ? condition(stored, "Accepted", Status.TRUE, "Accepted", "", stored.revision())
                : condition(
                        stored,
                        "Accepted",
                        Status.TRUE,
                        ProblemCodes.NOT_HONOURED,
                        notHonoured,
                        stored.revision());
    }

    private Condition resolved(Stored stored, List<Finding> found) {
        String dangling = messages(found, ProblemCodes.DANGLING_REFERENCE);
        return dangling.isEmpty()
                ? condition(stored, "ResolvedRefs", Status.TRUE, "Resolved", "", stored.revision())
                : condition(
                        stored,
                        "ResolvedRefs",
                        Status.FALSE,
                        ProblemCodes.DANGLING_REFERENCE,
                        dangling,
                        stored.revision());
    }

    private static String messages(List<Finding> found, String code) {
        return found.stream()
                .map(Finding::problem)
                .filter(problem -> problem.code().equals(code))
                .map(problem -> problem.field() + " " + problem.message())
                .collect(Collectors.joining("; "));
    }

    private Condition programmed(Stored stored, Catalog current) {
        List<NodeProgress> nodes = distributor.progress();
        if (stored.kind() == Kind.CLUSTER) {
            nodes = nodes.stream().filter(node -> node.role() == Role.DIRECTOR).toList();
            if (nodes.isEmpty()) {
                return programmed(
                        stored, Status.FALSE, "NoNode", "no director has joined that uses it", 0);
            }
        }
        if (stored.kind() == Kind.DIRECTOR) {
            String name = stored.resource().name();
            nodes = nodes.stream().filter(node -> isDirector(node, name)).toList();
            if (nodes.isEmpty()) {
                return programmed(
                        stored, Status.FALSE, "NoNode", "no director has joined as " + name, 0);
            }
        }
        return nodes.isEmpty()
                ? programmed(stored, Status.UNKNOWN, "NoNodes", "no node is attached", 0)
                : programmed(stored, Matter.of(stored, current), nodes);
    }

    private static boolean isDirector(NodeProgress node, String name) {
        return node.role() == Role.DIRECTOR && node.node().equals(name);
    }

    private Condition programmed(Stored stored, Matter matter, List<NodeProgress> nodes) {
        long observed = nodes.stream().mapToLong(n -> n.acknowledged().revision()).min().orElse(0);
        for (NodeProgress node : nodes) {
            if (!node.hasAnswered(stored.revision())) {
                String reason = node.away() ? "NodeAway" : "Pending";
                return programmed(stored, Status.UNKNOWN, reason, pending(node), observed);
            }
            for (Refusal refusal : node.acknowledged().refusals()) {
                if (matter.concerns(refusal.key())) {
                    return programmed(
                            stored,
                            Status.FALSE,
                            refusal.reason(),
                            node.node() + ": " + refusal.message(),
                            observed);
                }
            }
        }
        return programmed(stored, Status.TRUE, "Programmed", "", observed);
    }

    private static String pending(NodeProgress node) {
        if (node.failure() == null) {
            return node.node() + " has not answered yet";
        }
        return node.away() ? node.failure() : node.node() + " does not answer: " + node.failure();
    }

    private Condition programmed(
            Stored stored, Status status, String reason, String message, long observed) {
        return condition(stored, "Programmed", status, reason, message, observed);
    }

    private Condition condition(
            Stored stored,
            String type,
            Status status,
            String reason,
            String message,
            long observed) {
        Key key = new Key(stored.id(), type);
        Transition last = transitions.get(key);
        if (last == null || last.status() != status) {
            last = new Transition(status, clock.instant());
            transitions.put(key, last);
        }
        return new Condition(type, status, reason, message, observed, last.at());
    }
}

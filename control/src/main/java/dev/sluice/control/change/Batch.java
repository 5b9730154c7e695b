package dev.sluice.control.change;

import dev.sluice.control.store.Audit;
import dev.sluice.control.store.Commit;
import dev.sluice.model.AccessList;
import dev.sluice.model.Catalog;
import dev.sluice.model.Certificate;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Granted wishes that one transaction makes durable. Owned by the writer's thread. */
final class Batch {
    private static final int MAX_RESOURCES = 100;
    private static final int MAX_BYTES = 1 << 20;

    private final long atMs;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final List<PrivateKeyFile> keys = new ArrayList<>();
    private Catalog catalog;
    private int resources;
    private int bytes;

    Batch(Catalog catalog, long atMs) {
        this.catalog = catalog;
        this.atMs = atMs;
    }

    /** Whether it has room; a single wish of any size is always taken. */
    boolean hasRoom() {
        return resources < MAX_RESOURCES && bytes < MAX_BYTES;
    }

    boolean isEmpty() {
        return commits.isEmpty();
    }

    /** The catalog that wishes are decided against: all that is granted so far included. */
    Catalog catalog() {
        return catalog;
    }

    long nextRevision() {
        return catalog.revision() + 1;
    }

    List<Commit> commits() {
        return commits;
    }

    List<Waiting> waiting() {
        return waiting;
    }

    List<PrivateKeyFile> keys() {
        return keys;
    }

    /** Adds a wish that is granted; one that changes nothing waits for those it was based on. */
    void add(Waiting granted, Plan plan) {
        waiting.add(granted);
        plans.add(plan);
        keys.addAll(plan.keys());
        if (!plan.isEmpty()) {
            addCommit(granted, plan);
        }
    }

    private void addCommit(Waiting granted, Plan plan) {
        Commit commit = commit(plan, granted.actor());
        commits.add(commit);
        resources += commit.size();
        commit.puts().forEach(stored -> bytes += roughBytes(stored));
        catalog = plan.catalog();
    }

    /** Tells everybody, once it is durable. */
    void granted() {
        for (int i = 0; i < waiting.size(); i++) {
            Plan plan = plans.get(i);
            long revision = plan.catalog().revision() - (plan.isEmpty() ? 1 : 0);
            waiting.get(i).outcome().complete(new Outcome.Granted(plan, revision));
        }
    }

    private Commit commit(Plan plan, String actor) {
        List<Stored> removals = new ArrayList<>();
        List<Stored> puts = new ArrayList<>();
        List<Audit> audits = new ArrayList<>();
        for (Step step : plan.steps()) {
            switch (step.action()) {
                case KEEP -> {}
                case REMOVE -> removals.add(Objects.requireNonNull(step.before()));
                case CREATE, REPLACE -> puts.add(Objects.requireNonNull(step.after()));
            }
            if (step.action() != Step.Action.KEEP) {
                audits.add(audit(step, actor, plan.catalog().revision()));
            }
        }
        return new Commit(plan.catalog().revision(), atMs, removals, puts, audits);
    }

    private Audit audit(Step step, String actor, long revision) {
        Stored stored = step.resource();
        return new Audit(
                0,
                revision,
                atMs,
                actor,
                step.action().name().toLowerCase(Locale.ROOT),
                stored.kind().singular(),
                stored.resource().account(),
                stored.resource().name(),
                stored.id(),
                "committed");
    }

    private static int roughBytes(Stored stored) {
        return switch (stored.resource()) {
            case Certificate certificate ->
                    512 + Objects.requireNonNullElse(certificate.chain(), "").length();
            case AccessList list -> 512 + 20 * list.entries().size();
            case ServerGroup group -> 512 + 80 * group.servers().size();
            default -> 1024;
        };
    }
}

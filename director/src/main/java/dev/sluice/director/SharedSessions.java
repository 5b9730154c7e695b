package dev.sluice.director;

import dev.sluice.director.sync.ClusterKeys;
import dev.sluice.director.sync.Safety;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.sync.run.Syncing;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.linux.call.KernelException;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a director's sessions are shared with others, as the configuration of the moment says. What
 * cannot be is tried again; packets are forwarded all the same. Changed by one thread at a time.
 */
final class SharedSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSessions.class);

    /** Directors' clocks may differ by much more; a clock that was set may differ by anything. */
    private static final long CLOCK_STEP_MS = 1_000;

    private final DirectorOptions options;
    private final Engine engine;
    private final Supplier<ForwardingTable> table;
    private final Measure measure;
    private final Consumer<Throwable> failed;
    private @Nullable ClusterConfig cluster;
    private @Nullable DirectorConfig own;
    private boolean isBegun;
    private @Nullable Refusal trouble;
    private volatile @Nullable Syncing syncing;
    private List<Secret> cookieSecrets = List.of();
    private long aheadMs;

    /**
     * @param table what is forwarded by at the moment
     * @param failed hears of what cannot be: the process must end then
     */
    SharedSessions(
            DirectorOptions options,
            Engine engine,
            Supplier<ForwardingTable> table,
            Measure measure,
            Consumer<Throwable> failed) {
        this.options = options;
        this.engine = engine;
        this.table = table;
        this.measure = measure;
        this.failed = failed;
    }

    /** Shares sessions as this says; to be called before it is served. */
    void use(NodeConfig config, DirectorConfig director) {
        cluster =
                config.resources().values().stream()
                        .filter(ClusterConfig.class::isInstance)
                        .map(ClusterConfig.class::cast)
                        .filter(one -> one.sync() != null)
                        .findAny()
                        .orElse(null);
        own = director;
        if (!isBegun && cluster != null) {
            begin(director.number());
        }
        isBegun = true;
        share();
    }

    /** Workers learn before their first session whether they share them. */
    private void begin(int node) {
        var sessions =
                new WorkerSessions(
                        engine.workers().size(),
                        WorkerSessions.RING_USUAL,
                        node,
                        engine.workers()::wake,
                        Director::nowMs,
                        System::nanoTime);
        engine.share(sessions);
        var home =
                new Syncing.Home(
                        options.stateFolder(),
                        options.dataFolder(),
                        options.boot(),
                        options.sessionsMax());
        var begun = new Syncing(home, sessions, Director::nowMs, measure, failed);
        begun.services(table);
        syncing = begun;
    }

    private void share() {
        Refusal before = trouble;
        trouble = null;
        try {
            apply();
        } catch (KernelException | IOException e) {
            refuse("SyncUnusable", String.valueOf(e.getMessage()), before);
        }
        shareCookies();
    }

    /** SYN cookies are good at all directors that have the secret and know the time. */
    private void shareCookies() {
        Syncing sharing = syncing;
        List<Secret> secrets = sharing == null ? List.of() : sharing.secrets();
        long newestMs = System.currentTimeMillis() - Director.nowMs();
        boolean isSame =
                secrets.equals(cookieSecrets) && Math.abs(newestMs - aheadMs) < CLOCK_STEP_MS;
        if (secrets.isEmpty() || isSame) {
            return;
        }
        cookieSecrets = secrets;
        aheadMs = newestMs;
        var keys = new ClusterKeys(secrets.stream().map(Secret::reveal).toList());
        engine.use(keys.cookies(aheadMs));
    }

    private void apply() throws IOException {
        Syncing sharing = syncing;
        ClusterConfig wanted = cluster;
        DirectorConfig director = own;
        if (wanted == null || director == null) {
            if (sharing != null) {
                sharing.close();
            }
        } else if (sharing == null) {
            throw new IOException(
                    "this director has begun without sharing sessions; restart it to share them");
        } else if (wanted.sync() != null) {
            sharing.use(wanted, wanted.sync(), director);
        }
    }

    private void refuse(String reason, String message, @Nullable Refusal before) {
        ClusterConfig wanted = cluster;
        if (wanted != null) {
            trouble = new Refusal(wanted.key(), reason, message);
            if (!trouble.equals(before)) {
                LOG.warn("sessions are not shared as they should be: {}", message);
            }
        }
    }

    /** Takes over another secret, and tries again what could not be. */
    void lookAgain() {
        Syncing sharing = syncing;
        if (trouble != null) {
            share();
        } else if (sharing != null) {
            sharing.lookAgain();
            shareCookies();
        }
    }

    /** What of the configuration could not be. */
    List<Refusal> refusals() {
        return trouble == null ? List.of() : List.of(trouble);
    }

    /** How sessions are shared; null where they never were. Any thread. */
    @Nullable Syncing syncing() {
        return syncing;
    }

    /** Whether all is known that other directors know. Any thread. */
    boolean isComplete() {
        Syncing sharing = syncing;
        return sharing == null || sharing.isComplete();
    }

    /** This director stood still: what others did meanwhile is asked for. Any thread. */
    void resync() {
        Syncing sharing = syncing;
        if (sharing != null) {
            sharing.resync();
        }
    }

    /** How many sessions are safe; null where they are not shared. Any thread. */
    @Nullable Safety safety() {
        Syncing sharing = syncing;
        return sharing == null ? null : sharing.safety();
    }

    /** Tells what waits, and ends. */
    @Override
    public void close() {
        Syncing sharing = syncing;
        if (sharing != null) {
            sharing.close();
        }
    }
}

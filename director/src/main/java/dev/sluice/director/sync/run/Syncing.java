package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.Safety;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncSettings;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.linux.call.KernelException;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.ClusterConfig.IpvsConfig;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.ClusterReport.LvsReport;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares sessions with other directors as the configuration of the moment says: where it says
 * nothing of it, there is no thread and no memory. Changed by one thread at a time; read by any.
 */
public final class Syncing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Syncing.class);

    private static final String FILE = "cluster-sessions";

    private final Home home;
    private final ForwardedSessions sessions;
    private final LongSupplier nowMs;
    private final Measure measure;
    private final Consumer<Throwable> failed;
    private UnaryOperator<Outlet> through = UnaryOperator.identity();
    private Supplier<ForwardingTable> services = () -> ForwardingTable.EMPTY;
    private volatile @Nullable SyncFigures figures;
    private @Nullable LvsFigures lvsFigures;
    private List<LvsMeeting> lvs = List.of();
    private @Nullable Life life;
    private @Nullable Meeting meeting;
    private @Nullable Path secretFile;
    private volatile List<Secret> secrets = List.of();
    private String complaint = "";
    private volatile @Nullable SyncThread thread;

    /**
     * What does not change while the process lives.
     *
     * @param folder where the file of all known sessions lies
     * @param data where the secret's file lies if its name is not whole
     * @param boot names the boot of the machine
     * @param sessionsMax of all directors together
     */
    public record Home(Path folder, Path data, UUID boot, int sessionsMax) {
        Home(Path folder, UUID boot, int sessionsMax) {
            this(folder, folder, boot, sessionsMax);
        }
    }

    /** What is the same for as long as a process shares sessions. */
    private record Life(long cluster, int node) {}

    /**
     * One that shares nothing yet.
     *
     * @param sessions of the workers
     * @param nowMs the clock of sessions
     * @param failed hears of what cannot be: the process must end then
     */
    public Syncing(
            Home home,
            WorkerSessions sessions,
            LongSupplier nowMs,
            Measure measure,
            Consumer<Throwable> failed) {
        this(home, new SessionsOfWorkers(sessions), nowMs, measure, failed);
    }

    Syncing(
            Home home,
            ForwardedSessions sessions,
            LongSupplier nowMs,
            Measure measure,
            Consumer<Throwable> failed) {
        this.home = home;
        this.sessions = sessions;
        this.nowMs = nowMs;
        this.measure = measure;
        this.failed = failed;
    }

    /** Puts something between this director and the network. Before the first {@link #use}. */
    void through(UnaryOperator<Outlet> between) {
        through = between;
    }

    /** Says what is forwarded by at the moment. Before the first {@link #use}. */
    public void services(Supplier<ForwardingTable> table) {
        services = table;
    }

    /**
     * Shares sessions as this says, from now on.
     *
     * @throws IOException when that cannot be: there is no good secret, or no such interface
     * @throws KernelException when there can be no such sockets
     */
    public void use(ClusterConfig cluster, SyncConfig sync, DirectorConfig own) throws IOException {
        var wanted = new Life(cluster.number(), own.number());
        if (life != null && !life.equals(wanted)) {
            throw new IOException(
                    "sessions are shared as director %d of a cluster until the process ends; restart it to share them as director %d of cluster '%s'"
                            .formatted(life.node(), wanted.node(), cluster.name()));
        }
        String name = sync.secretFile();
        Path file = name == null ? null : home.data().resolve(name);
        List<Secret> newest = file == null ? List.of() : SecretFile.read(file);
        String usual = own.interfaces().isEmpty() ? "lo" : own.interfaces().getFirst();
        Meeting place = Meeting.of(sync, usual);
        secretFile = file;
        complaint = "";
        SyncThread sharing = thread;
        if (sharing == null && life != null) {
            throw new IOException(
                    "sessions were shared, and then not any more; restart it to share them again");
        }
        if (sharing == null) {
            secrets = newest;
            warnIfOpen(file);
            start(wanted, place);
        } else {
            renew(newest, file);
            if (!place.equals(meeting)) {
                sharing.meet(place);
            }
        }
        life = wanted;
        meeting = place;
        meetLvs(sync.ipvs(), usual, wanted.cluster());
    }

    private void meetLvs(List<IpvsConfig> groups, String usual, long cluster) throws IOException {
        var wanted = new ArrayList<LvsMeeting>();
        for (IpvsConfig group : groups) {
            wanted.add(LvsMeeting.of(group, usual));
        }
        SyncThread sharing = thread;
        if (sharing == null || wanted.equals(lvs)) {
            return;
        }
        LvsFigures shown = lvsFigures == null ? new LvsFigures(measure) : lvsFigures;
        lvsFigures = shown;
        lvs = List.of();
        sharing.meetLvs(wanted, cluster, services, shown);
        lvs = List.copyOf(wanted);
        lvs.forEach(one -> say(one.config()));
    }

    private static void say(IpvsConfig group) {
        LOG.info(
                "exchanges sessions with LVS directors '{}', port {}, syncid {}",
                group.name(),
                group.port(),
                group.syncId());
        if (group.receives()) {
            LOG.warn(
                    "sessions of LVS directors '{}' are taken WITHOUT AUTHENTICATION: whoever"
                            + " reaches UDP port {} can make and end them. Keep it on a network of"
                            + " its own, and take cluster.sync.ipvs out when the move is over",
                    group.name(),
                    group.port());
        }
    }

    private static void warnIfOpen(@Nullable Path file) throws IOException {
        if (file != null) {
            SecretFile.warnIfOpen(file);
        } else {
            LOG.warn(
                    "sessions are shared WITHOUT A SECRET: whoever reaches the directors' network"
                            + " can make, move and end them. Make one with `head -c 32"
                            + " /dev/urandom | base64 > cluster.secret; chmod 600 cluster.secret`,"
                            + " put it into the data folder of every director, and name it as"
                            + " cluster.sync.secretFile");
        }
    }

    private void start(Life wanted, Meeting place) throws IOException {
        var random = new SecureRandom();
        Path path = home.folder().resolve(FILE);
        var file =
                BookFile.open(
                        path, home.sessionsMax(), home.boot(), wanted.cluster(), random.nextLong());
        SyncFigures shown = figures == null ? new SyncFigures(measure) : figures;
        figures = shown;
        SyncThread begun = null;
        try {
            begun =
                    new SyncThread(
                            SyncSettings.usual(wanted.cluster(), wanted.node(), random.nextLong()),
                            SecretFile.seal(secrets),
                            file,
                            sessions,
                            place,
                            through,
                            nowMs,
                            shown,
                            failed);
        } finally {
            if (begun == null) {
                file.close();
            }
        }
        shown.begin(begun.safety());
        begun.start();
        thread = begun;
        LOG.info("shares sessions as director {}", wanted.node());
    }

    private void renew(List<Secret> newest, @Nullable Path file) throws IOException {
        SyncThread sharing = thread;
        if (sharing != null && !SecretFile.areEqual(newest, secrets)) {
            secrets = newest;
            warnIfOpen(file);
            sharing.renew(SecretFile.seal(newest));
            LOG.info("seals with another secret of the cluster from now on");
        }
    }

    /** Takes over a secret that has changed; a bad one leaves things as they are. */
    public void lookAgain() {
        Path file = secretFile;
        if (file == null || thread == null) {
            return;
        }
        try {
            renew(SecretFile.read(file), file);
            complaint = "";
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(complaint)) {
                complaint = why;
                LOG.warn("goes on with the secret that it has: {}", why);
            }
        }
    }

    /**
     * Whether all is known, to workers too, that peers had told when this director met them; true
     * where sessions are not shared. Any thread.
     */
    public boolean isComplete() {
        SyncThread sharing = thread;
        return sharing == null || (sharing.isComplete() && !sessions.isEntering());
    }

    /** Asks peers for all that they know: this director stood still. Any thread. */
    public void resync() {
        SyncThread sharing = thread;
        if (sharing != null) {
            sharing.resync();
        }
    }

    /**
     * How many of this director's sessions are safe; null where they are not shared. Any thread.
     */
    public @Nullable Safety safety() {
        SyncThread sharing = thread;
        return sharing == null ? null : sharing.safety();
    }

    /** How the exchange with LVS directors goes. Any thread. */
    public List<LvsReport> lvs() {
        SyncThread sharing = thread;
        return sharing == null ? List.of() : sharing.lvs();
    }

    /** How many other directors are there. Any thread. */
    public int peers() {
        SyncFigures shown = figures;
        return thread == null || shown == null ? 0 : shown.peers();
    }

    /**
     * Has the thread that shares sessions do something with what it owns. Any thread.
     *
     * @return false where sessions are not shared
     */
    public boolean ask(Consumer<SessionSync> what) {
        SyncThread sharing = thread;
        if (sharing != null) {
            sharing.ask(what);
        }
        return sharing != null;
    }

    /** The cluster's secrets, the newest first; none where there are none. */
    public List<Secret> secrets() {
        return secrets;
    }

    /** Tells what waits, and shares nothing any more. */
    @Override
    public void close() {
        SyncThread sharing = thread;
        thread = null;
        if (sharing != null) {
            sharing.close();
        }
    }
}

package dev.sluice.control;

import dev.sluice.control.certificate.KeyFiles;
import dev.sluice.control.change.ApplyWish;
import dev.sluice.control.change.CertificateFiles;
import dev.sluice.control.change.Ids;
import dev.sluice.control.change.Outcome;
import dev.sluice.control.change.Writer;
import dev.sluice.control.distribute.Distributor;
import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.control.distribute.RemoteNodes;
import dev.sluice.control.distribute.RoleConfigs;
import dev.sluice.control.distribute.StreamTimes;
import dev.sluice.control.identity.Admission;
import dev.sluice.control.identity.NodePortTls;
import dev.sluice.control.rest.AccessToken;
import dev.sluice.control.rest.Api;
import dev.sluice.control.rest.JettyApiServer;
import dev.sluice.control.rest.NodeApi;
import dev.sluice.control.status.Conditions;
import dev.sluice.control.status.Sampler;
import dev.sluice.control.store.Retention;
import dev.sluice.control.store.SqliteStore;
import dev.sluice.control.store.Store;
import dev.sluice.control.store.StoreException;
import dev.sluice.model.Catalog;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.Role;
import dev.sluice.node.join.JoinToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One control plane: the store, the writer, the way to the nodes and the admin API, put together.
 * Methods may be called from any thread and may block.
 */
public final class ControlPlane implements AutoCloseable {
    private final Path tokenFile;
    private final Store store;
    private final Writer writer;
    private final Distributor distributor;
    private final Sampler sampler;
    private final JettyApiServer server;
    private final @Nullable RemoteNodes nodes;
    private final @Nullable JettyApiServer nodePort;
    private final Ids ids = new Ids();
    private final InstantSource clock = InstantSource.system();

    private ControlPlane(
            ControlOptions options,
            Store store,
            KeyFiles keys,
            AccessToken token,
            @Nullable Admission admission) {
        this.store = store;
        this.tokenFile = token.file();
        this.distributor = new Distributor(clock);
        var configs =
                new RoleConfigs(
                        distributor, admission == null ? null : admission.register()::fleet);
        this.writer = new Writer(store, keys, options.installed(), clock, configs::take);
        this.sampler = new Sampler(distributor);
        this.nodes =
                admission == null
                        ? null
                        : new RemoteNodes(
                                admission, distributor, configs, StreamTimes.USUAL, clock);
        var conditions = new Conditions(writer::catalog, distributor, options.installed(), clock);
        var parts =
                new Api.Parts(
                        writer,
                        store,
                        distributor,
                        conditions,
                        sampler,
                        options.measure(),
                        token,
                        ids,
                        clock,
                        nodes);
        this.server =
                JettyApiServer.admin(
                        options.admin(), new Api(parts, options.admin().getHostString()));
        this.nodePort =
                admission == null || nodes == null || options.nodes() == null
                        ? null
                        : JettyApiServer.nodes(
                                options.nodes(),
                                new NodeApi(nodes),
                                NodePortTls.of(admission.authority(), clock));
    }

    /**
     * Opens the data directory and serves the admin API. The nodes get what the store holds as soon
     * as they are attached.
     */
    public static ControlPlane open(ControlOptions options) throws ControlStartException {
        Path dataDir = options.dataDir();
        Store store = null;
        try {
            makeDirectory(dataDir);
            JettyApiServer.warmUp();
            store = SqliteStore.open(dataDir, Retention.DEFAULT);
            AccessToken token = AccessToken.of(dataDir.resolve("token"));
            Admission admission =
                    options.nodes() == null
                            ? null
                            : Admission.open(dataDir, InstantSource.system());
            var plane = new ControlPlane(options, store, new KeyFiles(dataDir), token, admission);
            plane.start();
            return plane;
        } catch (StoreException failure) {
            closeQuietly(store);
            throw new ControlStartException(String.valueOf(failure.getMessage()), failure);
        } catch (IOException failure) {
            closeQuietly(store);
            throw new ControlStartException(
                    "cannot use "
                            + dataDir
                            + ": "
                            + failure.getMessage()
                            + "; give a directory that this user may write with --data",
                    failure);
        }
    }

    private void start() throws ControlStartException {
        writer.start();
        sampler.start();
        try {
            server.start();
            if (nodePort != null) {
                nodePort.start();
            }
        } catch (IOException failure) {
            close();
            throw new ControlStartException(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static void makeDirectory(Path dataDir) throws IOException {
        if (!Files.isDirectory(dataDir)) {
            var ownerOnly =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(dataDir, ownerOnly);
        }
    }

    private static void closeQuietly(@Nullable Store store) {
        if (store != null) {
            store.close();
        }
    }

    /** Adds a proxy in this process; it gets the newest configuration at once. */
    public void attach(Node node) {
        distributor.attach(node, Role.PROXY);
    }

    /**
     * Makes everything that files have created as this file says.
     *
     * @param source the file's name, for messages
     * @param yaml its text
     * @param files where the certificates and keys are that it names
     * @param dryRun whether only to say what would happen
     * @param actor who asks, for the audit
     */
    public ApplyOutcome apply(
            String source, String yaml, CertificateFiles files, boolean dryRun, String actor)
            throws InterruptedException {
        ApplyWish wish = ApplyWish.of(source, yaml, files, ids, clock.instant());
        Outcome outcome = dryRun ? writer.dryRun(wish) : writer.submit(wish, actor);
        return ApplyOutcome.of(outcome);
    }

    /**
     * Waits until every node that is there has answered to a revision.
     *
     * @return false when time ran out, or no node is attached
     */
    public boolean awaitProgrammed(long revision, Duration timeout) throws InterruptedException {
        return distributor.awaitProgrammed(revision, timeout);
    }

    /** What each node has answered last. */
    public List<NodeProgress> progress() {
        return distributor.progress();
    }

    /** All resources at the newest revision. */
    public Catalog catalog() {
        return writer.catalog();
    }

    /** The port of the admin API. */
    public int adminPort() {
        return server.port();
    }

    /** The port that nodes join at; 0 where none may. */
    public int nodesPort() {
        return nodePort == null ? 0 : nodePort.port();
    }

    /** Makes a token by which a node joins; only where nodes can. */
    public JoinToken giveToken(Role role, Duration life, boolean many) throws IOException {
        if (nodes == null) {
            throw new IllegalStateException("no node can join here");
        }
        return nodes.admission().giveToken(role, life, many);
    }

    /** The file with the token that the admin API asks for, readable by its owner alone. */
    public Path tokenFile() {
        return tokenFile;
    }

    /**
     * Stops the API, finishes the change in hand and closes the store. Nodes keep what they have.
     */
    @Override
    public void close() {
        writer.close();
        if (nodes != null) {
            nodes.close();
        }
        if (nodePort != null) {
            nodePort.close();
        }
        server.close();
        sampler.close();
        distributor.close();
        store.close();
    }
}

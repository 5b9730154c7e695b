package dev.sluice.control;

import dev.sluice.control.certificate.KeyFiles;
import dev.sluice.control.change.ApplyWish;
import dev.sluice.control.change.CertificateFiles;
import dev.sluice.control.change.Ids;
import dev.sluice.control.change.Outcome;
import dev.sluice.control.change.Writer;
import dev.sluice.control.distribute.Distributor;
import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.control.rest.AccessToken;
import dev.sluice.control.rest.Api;
import dev.sluice.control.rest.JettyApiServer;
import dev.sluice.control.status.Conditions;
import dev.sluice.control.status.Sampler;
import dev.sluice.control.store.Retention;
import dev.sluice.control.store.SqliteStore;
import dev.sluice.control.store.Store;
import dev.sluice.control.store.StoreException;
import dev.sluice.model.Catalog;
import dev.sluice.model.compile.Compiler;
import dev.sluice.model.node.Node;
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
    private final Ids ids = new Ids();
    private final InstantSource clock = InstantSource.system();

    private ControlPlane(ControlOptions options, Store store, KeyFiles keys, AccessToken token) {
        this.store = store;
        this.tokenFile = token.file();
        this.distributor = new Distributor(clock);
        this.writer = new Writer(store, keys, clock, this::compileAndPublish);
        this.sampler = new Sampler(distributor);
        var conditions = new Conditions(writer::catalog, distributor, clock);
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
                        clock);
        this.server =
                new JettyApiServer(
                        options.admin(), new Api(parts, options.admin().getHostString()));
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
            var plane = new ControlPlane(options, store, new KeyFiles(dataDir), token);
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

    private void compileAndPublish(Catalog catalog) {
        distributor.publish(Compiler.compile(catalog, distributor.newest()));
    }

    /** Adds a node; it gets the newest configuration at once. */
    public void attach(Node node) {
        distributor.attach(node);
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
     * Waits until every node has answered to a revision.
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
        return 0;
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
        server.close();
        sampler.close();
        distributor.close();
        store.close();
    }
}

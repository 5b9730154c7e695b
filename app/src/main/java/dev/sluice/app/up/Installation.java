package dev.sluice.app.up;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.client.Contact;
import dev.sluice.app.client.DataFolder;
import dev.sluice.control.ApplyOutcome;
import dev.sluice.control.ControlOptions;
import dev.sluice.control.ControlPlane;
import dev.sluice.control.ControlStartException;
import dev.sluice.control.change.CertificateFiles;
import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.measure.Measure;
import dev.sluice.model.Catalog;
import dev.sluice.model.check.Problem;
import dev.sluice.model.node.NodeReport;
import dev.sluice.proxy.Proxy;
import dev.sluice.proxy.ProxyOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Control and a proxy in this process. Started, changed and stopped by one thread; traffic and the
 * admin API run on threads of their own from the start.
 */
public final class Installation {
    private static final String NODE = "local";
    private static final String ACTOR = "up";
    private static final Duration PROGRAMMING_TIMEOUT = Duration.ofSeconds(30);

    private final ControlPlane control;
    private final Proxy proxy;
    private final String admin;

    private Installation(ControlPlane control, Proxy proxy, String admin) {
        this.control = control;
        this.proxy = proxy;
        this.admin = admin;
    }

    /**
     * Starts both side by side and serves what the store holds.
     *
     * @param data where everything is kept
     * @param admin where the admin API listens; port 0 picks a free one
     * @throws CommandFailed with a sentence when it cannot start; nothing then goes on running
     */
    public static Installation start(DataFolder data, InetSocketAddress admin) {
        data.create();
        // Two threads that log for the first time at once make SLF4J speak of itself.
        LoggerFactory.getILoggerFactory();
        var measure = new Measure();
        var proxyStart = new FutureTask<>(() -> Proxy.start(proxyOptions(data), measure));
        Thread.ofPlatform().name("proxy-start").start(proxyStart);
        ControlPlane control;
        try {
            control = ControlPlane.open(new ControlOptions(data.path(), admin, null, measure));
        } catch (ControlStartException e) {
            await(proxyStart).close();
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        }
        Proxy proxy = await(proxyStart);
        var installation =
                new Installation(
                        control, proxy, hostAndPort(admin.getHostString(), control.adminPort()));
        control.attach(proxy);
        installation.awaitServing(control.catalog().revision());
        return installation;
    }

    /**
     * Makes a file true and serves by it.
     *
     * @return warnings, a line each
     * @throws CommandFailed with a sentence for each mistake; nothing has then changed
     */
    public List<String> apply(ConfigurationFile file) {
        ApplyOutcome outcome = submit(file);
        if (!outcome.applied()) {
            throw new CommandFailed(
                    outcome.problems().isEmpty() ? outcome.message() : lines(outcome.problems()));
        }
        awaitServing(outcome.revision());
        return outcome.problems().stream().map(Problem::toString).toList();
    }

    /** What the proxy could not honour, a sentence each. */
    public List<String> refusals() {
        return control.progress().stream()
                .map(NodeProgress::acknowledged)
                .flatMap(acknowledged -> acknowledged.refusals().stream())
                .map(refusal -> refusal.message())
                .toList();
    }

    /** All resources. */
    public Catalog catalog() {
        return control.catalog();
    }

    /** What the proxy is doing. */
    public NodeReport report() {
        return proxy.report();
    }

    /** How the command line reaches it. */
    public Contact contact() {
        return new Contact(admin, control.tokenFile().toAbsolutePath());
    }

    /**
     * Takes nothing new, gives what is open some time to end, and stops.
     *
     * @return whether everything ended by itself
     */
    public boolean stop(Duration grace) {
        boolean allEnded = proxy.drain(grace);
        control.close();
        proxy.close();
        return allEnded;
    }

    private static ProxyOptions proxyOptions(DataFolder data) {
        return new ProxyOptions(
                NODE,
                Runtime.getRuntime().availableProcessors(),
                TransportChoice.of(System.getenv(TransportChoice.VARIABLE)),
                data.path().resolve("keys"),
                data.path().resolve("access.log"),
                Descriptors.clientsAtMost(),
                null);
    }

    private static Proxy await(FutureTask<Proxy> start) {
        try {
            return start.get();
        } catch (ExecutionException e) {
            throw new CommandFailed("the proxy cannot start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while starting", e);
        }
    }

    private ApplyOutcome submit(ConfigurationFile file) {
        try {
            return control.apply(
                    file.name(), file.text(), CertificateFiles.sent(file.files()), false, ACTOR);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while applying " + file.name(), e);
        }
    }

    private void awaitServing(long revision) {
        try {
            if (!control.awaitProgrammed(revision, PROGRAMMING_TIMEOUT)) {
                throw new CommandFailed(
                        "the proxy has not taken the configuration within "
                                + PROGRAMMING_TIMEOUT.toSeconds()
                                + " s; its log says why");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while starting", e);
        }
    }

    private static String lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    private static String hostAndPort(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

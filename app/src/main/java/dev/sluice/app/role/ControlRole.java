package dev.sluice.app.role;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.client.Contact;
import dev.sluice.app.client.DataFolder;
import dev.sluice.app.client.Reason;
import dev.sluice.app.up.StopSignals;
import dev.sluice.control.ApplyOutcome;
import dev.sluice.control.ControlOptions;
import dev.sluice.control.ControlPlane;
import dev.sluice.control.ControlStartException;
import dev.sluice.control.change.CertificateFiles;
import dev.sluice.measure.Measure;
import dev.sluice.model.check.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The life of {@code control}, from the start to a signal. Runs on the main thread.
 *
 * @param terminal where it speaks
 * @param data the data folder
 * @param admin where the admin API listens
 * @param nodes where nodes join and follow
 */
public record ControlRole(
        Terminal terminal, DataFolder data, InetSocketAddress admin, InetSocketAddress nodes) {
    private static final String ACTOR = "control";

    /**
     * Runs until a signal.
     *
     * @param file made true first; null takes what the store holds
     * @return the exit code
     */
    public int serve(@Nullable Path file) {
        ConfigurationFile wished = file == null ? null : ConfigurationFile.read(file);
        StopSignals signals = StopSignals.install();
        data.create();
        try (ControlPlane control =
                ControlPlane.open(new ControlOptions(data.path(), admin, nodes, new Measure()))) {
            if (wished != null) {
                apply(control, wished);
            }
            run(control, signals);
        } catch (ControlStartException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot write in " + data.path() + " (" + Reason.of(e) + ")", e);
        }
        return 0;
    }

    private void run(ControlPlane control, StopSignals signals)
            throws IOException, InterruptedException {
        var contact =
                new Contact(at(admin, control.adminPort()), control.tokenFile().toAbsolutePath());
        data.writeContact(contact);
        terminal.out().println("Sluice control is up.");
        terminal.out()
                .println(
                        "  admin API http://"
                                + contact.admin()
                                + ", token in "
                                + contact.tokenFile());
        terminal.out().println("  nodes     https://" + at(nodes, control.nodesPort()));
        terminal.out().flush();
        signals.awaitFirst();
        data.removeContact(contact);
    }

    private void apply(ControlPlane control, ConfigurationFile file) throws InterruptedException {
        ApplyOutcome outcome =
                control.apply(
                        file.name(),
                        file.text(),
                        CertificateFiles.sent(file.files()),
                        false,
                        ACTOR);
        String problems =
                outcome.problems().stream()
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n"));
        if (!outcome.applied()) {
            throw new CommandFailed(problems.isEmpty() ? outcome.message() : problems);
        }
        problems.lines().forEach(terminal::complain);
    }

    private static String at(InetSocketAddress wished, int port) {
        String host = wished.getHostString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

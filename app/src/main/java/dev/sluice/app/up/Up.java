package dev.sluice.app.up;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.client.Contact;
import dev.sluice.app.client.DataFolder;
import dev.sluice.app.client.Reason;
import dev.sluice.app.demo.Demo;
import dev.sluice.app.demo.DemoPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The life of {@code up}, from the first check to the last connection. Runs on the main thread.
 *
 * @param terminal where it speaks
 * @param data the data folder
 * @param admin where the admin API listens
 * @param grace how long open connections may go on after a signal
 */
public record Up(Terminal terminal, DataFolder data, InetSocketAddress admin, Duration grace) {
    private static final int DONE = 0;
    private static final int CUT_OFF = 1;

    /**
     * Serves what the store holds, or what a file says, until a signal.
     *
     * @return the exit code: 0, or 1 when the grace period ended before the last connection
     */
    public int serve(@Nullable Path file) {
        ConfigurationFile wished = file == null ? null : ConfigurationFile.read(file);
        if (wished != null) {
            Ports.check(wished);
        }
        StopSignals signals = StopSignals.install();
        return run(Installation.start(data, admin), signals, wished, List.of());
    }

    /** Serves the demonstration until a signal; nothing of it is kept. */
    public int demonstrate(DemoPorts ports) {
        Ports.check(ports);
        StopSignals signals = StopSignals.install();
        // Making a key and a certificate takes as long as starting, so both are done at once.
        var opening = new FutureTask<>(() -> Demo.start(ports));
        Thread.ofPlatform().name("demo-start").start(opening);
        try (var folder = TemporaryFolder.make()) {
            Installation installation = startBeside(opening, folder.data());
            try (var demo = opened(opening)) {
                ConfigurationFile wished =
                        ConfigurationFile.of(Demo.FILE, demo.yaml(), demo.files());
                return run(installation, signals, wished, demo.commandsToTry());
            }
        }
    }

    /** A start that fails leaves no backends behind. */
    private Installation startBeside(FutureTask<Demo> opening, DataFolder folder) {
        try {
            return Installation.start(folder, admin);
        } catch (CommandFailed failure) {
            opened(opening).close();
            throw failure;
        }
    }

    private static Demo opened(FutureTask<Demo> opening) {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw new CommandFailed("the demo cannot start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while starting", e);
        }
    }

    private int run(
            Installation installation,
            StopSignals signals,
            @Nullable ConfigurationFile wished,
            List<String> toTry) {
        Descriptors.warning().ifPresent(terminal::complain);
        try {
            if (wished != null) {
                installation.apply(wished).forEach(terminal::complain);
            }
            refuse(installation, wished != null);
            leaveWord(installation.contact());
        } catch (CommandFailed failure) {
            installation.stop(Duration.ZERO);
            throw failure;
        }
        Banner.print(terminal.out(), installation, toTry);
        return stopAfterSignal(installation, signals);
    }

    /** A file's mistake ends the start; what was stored earlier may be served in part. */
    private void refuse(Installation installation, boolean fatal) {
        List<String> refusals = installation.refusals();
        if (fatal && !refusals.isEmpty()) {
            throw new CommandFailed(String.join("\n", refusals));
        }
        refusals.forEach(terminal::complain);
    }

    private void leaveWord(Contact contact) {
        try {
            data.create();
            data.writeContact(contact);
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot write "
                            + data.contactFile()
                            + " ("
                            + Reason.of(e)
                            + "); name another data folder with --data",
                    e);
        }
    }

    private int stopAfterSignal(Installation installation, StopSignals signals) {
        try {
            signals.awaitFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        signals.onSecond(() -> Runtime.getRuntime().halt(CUT_OFF));
        terminal.err()
                .println(
                        "Stopping: what is open may go on for %d s; a second signal ends it now."
                                .formatted(grace.toSeconds()));
        takeWordBack(installation.contact());
        return installation.stop(grace) ? DONE : CUT_OFF;
    }

    private void takeWordBack(Contact contact) {
        try {
            data.removeContact(contact);
        } catch (IOException e) {
            terminal.complain("cannot remove " + data.contactFile() + " (" + Reason.of(e) + ")");
        }
    }
}

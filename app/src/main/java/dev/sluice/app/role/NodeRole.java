package dev.sluice.app.role;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.Reason;
import dev.sluice.app.up.StopSignals;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Node;
import dev.sluice.node.LinkOptions;
import dev.sluice.node.LinkTimes;
import dev.sluice.node.NodeProcess;
import dev.sluice.node.join.OwnerFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What every role that follows control does with its node: join, follow, and go on until a signal.
 * Runs on the main thread.
 *
 * @param terminal where it speaks
 * @param link how control is found
 * @param observe where it shows itself
 */
public record NodeRole(Terminal terminal, LinkOptions link, InetSocketAddress observe) {
    /** The node, what it counts, and what it has to say of its inside. */
    record Part(Node node, Measure measure, Supplier<String> dump) {}

    /** Returns after the first signal, when the node has left control but still serves. */
    void follow(Part part, StopSignals signals) {
        var stopped = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .name("stop-signal")
                .start(() -> {
                    try {
                        signals.awaitFirst();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    stopped.complete(null);
                });
        // Joining waits for control as long as it must, and a signal ends that too.
        var starting = new CompletableFuture<NodeProcess>();
        Thread joining =
                Thread.ofVirtual()
                        .name("node-start")
                        .start(() -> {
                            try {
                                starting.complete(start(part));
                            } catch (IOException | RuntimeException e) {
                                starting.completeExceptionally(e);
                            }
                        });
        try {
            CompletableFuture.anyOf(stopped, starting).join();
        } catch (CompletionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        }
        started(starting)
                .ifPresentOrElse(
                        process -> {
                            say(process);
                            stopped.join();
                            process.close();
                        },
                        joining::interrupt);
    }

    private NodeProcess start(Part part) throws IOException {
        var surroundings =
                new NodeProcess.Surroundings(
                        observe,
                        part.measure(),
                        LinkTimes.USUAL,
                        InstantSource.system(),
                        new SplittableRandom(new SecureRandom().nextLong()));
        return NodeProcess.start(link, part.node(), surroundings, part.dump());
    }

    /** Makes the node's folder. */
    void prepare() throws IOException {
        OwnerFile.makeFolder(link.dataDir());
    }

    private static Optional<NodeProcess> started(CompletableFuture<NodeProcess> starting) {
        return Optional.ofNullable(starting.getNow(null));
    }

    private void say(NodeProcess process) {
        InetSocketAddress at = process.observed();
        terminal.out()
                .println(
                        link.name()
                                + " follows control at "
                                + link.control().getHostString()
                                + ":"
                                + link.control().getPort()
                                + "; http://"
                                + at.getAddress().getHostAddress()
                                + ":"
                                + at.getPort()
                                + "/dump tells how it is.");
        terminal.out().flush();
    }

    private static CommandFailed failure(Throwable cause) {
        return switch (cause) {
            case CommandFailed failed -> failed;
            case IOException e -> new CommandFailed(Reason.of(e), e);
            default -> new CommandFailed("cannot start: " + cause, cause);
        };
    }
}

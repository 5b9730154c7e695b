package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.Reason;
import dev.sluice.director.DirectorOptions;
import dev.sluice.director.backend.BackendAttachment;
import dev.sluice.director.backend.BackendOptions;
import dev.sluice.director.backend.NotAttachable;
import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.lab.demo.RegionBackend;
import dev.sluice.lab.region.Region;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.call.KernelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code lab backend}: what a lab's backends run. It does first what {@code backend attach} does,
 * which spares a process; its servers know nothing of it.
 */
@Command(name = "backend", hidden = true, description = "Answer as a backend of a lab.")
final class LabBackendCommand implements Runnable {
    private final Terminal terminal;

    @Option(names = "--name", required = true, description = "Who it is.")
    String name = "";

    @Option(names = "--udp", description = "Where it answers datagrams, beside virtual addresses.")
    List<String> addresses = List.of();

    @Option(names = "--from", description = "Directors' local addresses.")
    List<String> directors = List.of();

    @Option(names = "--cgroup", description = "Its control group; without, nothing is attached.")
    @Nullable Path controlGroup;

    @Option(names = "--interface", description = "Where tunnels end.")
    @Nullable String networkInterface;

    @Option(names = "--pins", description = "Its BPF file system.")
    Path pins = DirectorOptions.BPF_ROOT;

    LabBackendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (controlGroup != null && !directors.isEmpty()) {
            attach();
        }
        List<InetSocketAddress> udp =
                Stream.concat(addresses.stream(), Region.virtualAddresses().stream())
                        .map(InetAddress::ofLiteral)
                        .map(address -> new InetSocketAddress(address, RegionBackend.UDP_PORT))
                        .toList();
        try (var _ = RegionBackend.start(name, udp)) {
            new CountDownLatch(1).await(); // until it is killed
        } catch (IOException e) {
            throw new CommandFailed(name + " cannot listen (" + Reason.of(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A backend without it still serves; what then does not work is said. */
    private void attach() {
        List<LocalNetwork> from =
                directors.stream().map(LocalNetwork::parse).flatMap(Optional::stream).toList();
        var options = new BackendOptions(from, controlGroup, networkInterface, XdpMode.NATIVE);
        try {
            BackendAttachment.open(pins, "host").attach(options);
        } catch (NotAttachable | KernelException e) {
            terminal.complain(
                    "clients' addresses stay unseen under fullnat, and tunnels do not end here: "
                            + e.getMessage());
        }
    }
}

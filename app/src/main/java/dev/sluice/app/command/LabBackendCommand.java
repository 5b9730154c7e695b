package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.client.Reason;
import dev.sluice.lab.demo.RegionBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab backend}: what a lab's backends run. */
@Command(name = "backend", hidden = true, description = "Answer as a backend of a lab.")
final class LabBackendCommand implements Runnable {
    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Who it is.")
    String name = "";

    @Option(names = "--udp", paramLabel = "ADDRESS", description = "Where it answers datagrams.")
    List<String> addresses = new ArrayList<>();

    @Override
    public void run() {
        List<InetAddress> udp = addresses.stream().map(InetAddress::ofLiteral).toList();
        try (var _ = RegionBackend.start(name, udp)) {
            new CountDownLatch(1).await(); // until it is killed
        } catch (IOException e) {
            throw new CommandFailed(name + " cannot listen (" + Reason.of(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

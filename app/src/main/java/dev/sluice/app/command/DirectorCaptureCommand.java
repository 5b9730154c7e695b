package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code director capture}. */
@Command(
        name = "capture",
        description = {
            "Write a running director's frames to a file for packet analyzers (pcapng).",
            "It ends with Ctrl-C. The kernel's own taps, such as tcpdump's, do not see these frames.",
            "Those that went no further have the reason as their comment.",
            "A filter is words that must all hold: tcp, udp, icmp, arp, proto N, host ADDRESS,",
            "port N, in, out, dropped."
        })
final class DirectorCaptureCommand implements Runnable {
    private final Terminal terminal;

    @Mixin RunningDirector director = new RunningDirector();

    @Option(
            names = "-w",
            required = true,
            paramLabel = "FILE",
            description = "Where to; - is the standard output.")
    Path file = Path.of("");

    @Option(
            names = "-c",
            paramLabel = "N",
            description = "End after so many frames.",
            defaultValue = "0")
    long count;

    @Parameters(arity = "0..*", paramLabel = "FILTER", description = "Which frames.")
    List<String> filter = List.of();

    DirectorCaptureCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String request = ("capture " + count + " " + String.join(" ", filter)).strip();
        if (file.toString().equals("-")) {
            director.ask(request, terminal.out());
            return;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            director.ask(request, out);
        } catch (IOException e) {
            throw new CommandFailed("cannot write " + file + " (" + Reason.of(e) + ")", e);
        }
    }
}

package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.director.backend.BackendAttachment;
import dev.sluice.director.backend.BackendOptions;
import dev.sluice.director.backend.NotAttachable;
import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.linux.bpf.XdpMode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backend attach}. */
@Command(
        name = "attach",
        description = {
            "Let servers see clients' addresses as they are, and take packets out of tunnels.",
            "Directors send the addresses as a TCP option. To attach again changes what is attached;",
            "connections keep what is known of them."
        })
final class BackendAttachCommand implements Runnable {
    private final Terminal terminal;

    @Mixin BackendPins pins = new BackendPins();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "NETWORK",
            description =
                    "Directors' local addresses; nobody else is believed. May be given several times.")
    List<String> directors = List.of();

    @Option(
            names = "--cgroup",
            paramLabel = "DIR",
            description = "Control group (version 2) of the servers. Default: all of the machine.")
    @Nullable Path controlGroup;

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description =
                    "Also take IP-in-IP and GUE headers off what comes in here from directors.")
    @Nullable String networkInterface;

    @Option(
            names = "--generic",
            description = "Take headers off after the driver, where that cannot run programs.")
    boolean generic;

    BackendAttachCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var options =
                new BackendOptions(
                        directors.stream().map(BackendAttachCommand::network).toList(),
                        controlGroup,
                        networkInterface,
                        generic ? XdpMode.GENERIC : XdpMode.NATIVE);
        pins.use(attachment -> attach(attachment, options));
    }

    private void attach(BackendAttachment attachment, BackendOptions options) throws NotAttachable {
        int listening = attachment.attach(options);
        var status = attachment.status();
        terminal.out()
                .println(
                        "Servers in "
                                + status.controlGroup()
                                + " see clients' addresses; "
                                + listening
                                + " sockets already listened.");
        if (status.networkInterface() != null) {
            terminal.out().println("Tunnels end at " + status.networkInterface() + ".");
        }
    }

    private static LocalNetwork network(String text) {
        return LocalNetwork.parse(text)
                .orElseThrow(() ->
                        new CommandFailed(
                                "--from takes an address or a network such as 198.18.1.0/28, not "
                                        + text));
    }
}

package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.ExplanationText;
import java.net.InetSocketAddress;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code explain packet}. */
@Command(
        name = "packet",
        description = "Say which listener and server would take a packet, and why.")
final class ExplainPacketCommand implements Runnable {
    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Option(
            names = "--protocol",
            paramLabel = "P",
            description = "tcp or udp. Default: ${DEFAULT-VALUE}.")
    String protocol = "tcp";

    @Option(
            names = "--source",
            required = true,
            paramLabel = "IP:PORT",
            description = "Where it comes from; an IPv6 address in brackets.")
    String source = "";

    @Option(
            names = "--destination",
            required = true,
            paramLabel = "IP:PORT",
            description = "Where it is sent to.")
    String destination = "";

    ExplainPacketCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        InetSocketAddress from = HostPort.of("--source", source);
        InetSocketAddress to = HostPort.of("--destination", destination);
        Map<String, Object> question =
                Map.of(
                        "protocol",
                        protocol,
                        "source",
                        from.getHostString(),
                        "sourcePort",
                        from.getPort(),
                        "destination",
                        to.getHostString(),
                        "destinationPort",
                        to.getPort());
        try (ControlClient connected = control.connect()) {
            ExplanationText.printPacket(
                    connected.post("/v1/explain/packet", question), terminal.out());
        }
    }
}

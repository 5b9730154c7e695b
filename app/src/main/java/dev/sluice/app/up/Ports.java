package dev.sluice.app.up;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.demo.DemoPorts;
import dev.sluice.model.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ports that a file's listeners are to open. They are tried before anything is stored, so that
 * a port that is taken leaves everything as it was.
 */
final class Ports {
    private static final String DEMO_ADDRESS = "127.0.0.1";

    private Ports() {}

    /** Fails with a sentence for each port that cannot be opened. */
    static void check(ConfigurationFile file) {
        List<String> complaints =
                ConfigurationFile.entries(file.tree(), "loadBalancers")
                        .flatMap(Ports::complaints)
                        .toList();
        if (!complaints.isEmpty()) {
            throw new CommandFailed(String.join("\n", complaints));
        }
    }

    /** The same for the demonstration's, with the option that moves them. */
    static void check(DemoPorts demo) {
        List<String> complaints =
                Stream.of(
                                PortCheck.complaint("demo-tcp", DEMO_ADDRESS, demo.tcp(), false),
                                PortCheck.complaint("demo-udp", DEMO_ADDRESS, demo.udp(), true),
                                PortCheck.complaint("demo-http", DEMO_ADDRESS, demo.http(), false),
                                PortCheck.complaint(
                                        "demo-https", DEMO_ADDRESS, demo.https(), false))
                        .flatMap(Optional::stream)
                        .map(complaint -> complaint + " with --demo-ports TCP,UDP,HTTP,HTTPS")
                        .toList();
        if (!complaints.isEmpty()) {
            throw new CommandFailed(String.join("\n", complaints));
        }
    }

    private static Stream<String> complaints(Tree.Mapping loadBalancer) {
        String address = ConfigurationFile.field(loadBalancer, "address").orElse("");
        return ConfigurationFile.entries(loadBalancer, "listeners")
                .filter(listener ->
                        !ConfigurationFile.field(listener, "state").equals(Optional.of("stopped")))
                .flatMap(listener -> complaint(address, listener).stream());
    }

    /** What has no plain port or address is for control to complain about. */
    private static Optional<String> complaint(String address, Tree.Mapping listener) {
        String port = ConfigurationFile.field(listener, "port").orElse("");
        boolean udp = ConfigurationFile.field(listener, "protocol").equals(Optional.of("udp"));
        if (!port.matches("[1-9][0-9]{0,4}")
                || Integer.parseInt(port) > 65535
                || !address.matches("[0-9a-fA-F:.]+")) {
            return Optional.empty();
        }
        return PortCheck.complaint(listener.at().toString(), address, Integer.parseInt(port), udp);
    }
}

package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.lab.LabConfiguration;
import dev.sluice.app.lab.LabText;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.region.LabPlan;
import dev.sluice.lab.region.Ownership;
import dev.sluice.lab.region.RegionSize;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab up}. */
@Command(
        name = "up",
        description = {
            "Make the region and return when a client is answered.",
            "What an earlier one left behind, however it ended, goes first."
        })
final class LabUpCommand implements Runnable {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Option(
            names = "--directors",
            paramLabel = "N",
            description =
                    "Directors; 0 leaves clients' packets to the proxies. Default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    int directors = 1;

    @Option(
            names = "--proxies",
            paramLabel = "N",
            description = "Proxies. Default: ${DEFAULT-VALUE}",
            defaultValue = "2")
    int proxies = 2;

    @Option(
            names = "--backends",
            paramLabel = "N",
            description = "Backends. Default: ${DEFAULT-VALUE}",
            defaultValue = "3")
    int backends = 3;

    @Option(
            names = "--queues",
            paramLabel = "N",
            description = "Queues of the directors' interfaces. Default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    int queues = 1;

    @Option(
            names = "--ownership",
            paramLabel = "ecmp|vrrp",
            description =
                    "How several directors share the virtual addresses: ecmp, all of them, each announced to the router by BGP; vrrp, by electing a master. Default: ${DEFAULT-VALUE}",
            defaultValue = "ecmp",
            converter = OwnershipArgument.class)
    Ownership ownership = Ownership.ECMP;

    @Option(
            names = "-f",
            paramLabel = "FILE",
            description =
                    "Configuration to begin with, YAML. Directors and what they share are added where it has none. Default: examples/lab.yaml, for the numbers given here.")
    @Nullable Path file;

    @Option(names = "--prefix", hidden = true, defaultValue = LabDownCommand.USUAL_PREFIX)
    String prefix = LabDownCommand.USUAL_PREFIX;

    LabUpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        lab.with(made -> {
            var plan =
                    plan(new RegionSize(directors, proxies, backends, queues, ownership).checked());
            var region = made.up(plan, step -> terminal.err().println("sluice: " + step));
            LabText.banner(terminal.out(), region, plan.doors());
            return region;
        });
    }

    private LabPlan plan(RegionSize size) throws LabFailure {
        LabConfiguration configuration =
                file == null ? LabConfiguration.example(size) : LabConfiguration.of(file, size);
        return new LabPlan(
                LabOptions.launcher(),
                prefix,
                size,
                configuration.configuration(),
                configuration.keys(),
                configuration.doors());
    }
}

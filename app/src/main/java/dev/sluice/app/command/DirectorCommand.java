package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.role.DirectorRole;
import dev.sluice.director.DirectorOptions;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.model.node.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code director}: a director that follows a control plane. */
@Command(
        name = "director",
        description = {
            "Run a director that follows a control plane on this machine or another.",
            "Its interfaces and addresses stand in the configuration, under its name.",
            "What a running one does is shown by the commands below, on its own machine."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        commandListHeading = "%nCommands:%n")
final class DirectorCommand implements Callable<Integer> {
    private static final int LEAST_SESSIONS = 1_000;

    private final Terminal terminal;

    @Spec CommandSpec spec = CommandSpec.create();

    @Mixin NodeOptions node = new NodeOptions();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where sessions lie while the process is away, in memory. Default: /run/sluice/NAME")
    @Nullable Path state;

    @Option(
            names = "--bpf",
            paramLabel = "DIR",
            description =
                    "The BPF file system that keeps the filter while the process is away; mounted where it is missing. Default: ${DEFAULT-VALUE}",
            defaultValue = "/sys/fs/bpf")
    Path bpf = DirectorOptions.BPF_ROOT;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            description = "Sessions at most, of some 160 bytes each. Default: ${DEFAULT-VALUE}",
            defaultValue = "" + DirectorOptions.SESSIONS_MAX)
    int sessions = DirectorOptions.SESSIONS_MAX;

    @Option(
            names = "--offload",
            paramLabel = "N",
            description =
                    "Sessions that the kernel forwards by itself, at most, of some 580 bytes each; 0 for none. Default: ${DEFAULT-VALUE}",
            defaultValue = "" + DirectorOptions.OFFLOADED_MAX)
    int offloaded = DirectorOptions.OFFLOADED_MAX;

    @Option(
            names = "--attach",
            paramLabel = "WAY",
            description =
                    "How frames are taken from all interfaces: native (XDP, by the driver, where it can), generic (XDP, behind the driver) or tc (traffic control, which lets large segments pass uncut). Default: what suits each, and `sluice status` says why.")
    @Nullable Attachment attachment;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Threads that forward, at most; there are never more than queues of the interface that has the fewest.")
    @Nullable Integer workers;

    private DirectorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** With its subcommands, which need none of what the command itself needs. */
    static CommandLine assembled(Terminal terminal) {
        var line = new CommandLine(new DirectorCommand(terminal));
        CommandSpec spec = line.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (option.required()) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option).required(false).build());
            }
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .addSubcommand(new DirectorDumpCommand(terminal))
                .addSubcommand(new DirectorSessionsCommand(terminal))
                .addSubcommand(new DirectorCaptureCommand(terminal))
                .addSubcommand(new DirectorCheckCommand(terminal))
                .addSubcommand(new DirectorDrainCommand(terminal));
    }

    @Override
    public Integer call() {
        if (node.control.isEmpty() || node.name.isEmpty() || node.data.toString().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a director needs --control=HOST:PORT, --data=DIR and --name=NAME");
        }
        if (sessions < LEAST_SESSIONS) {
            throw new CommandFailed("--sessions is a number of at least " + LEAST_SESSIONS);
        }
        if (workers != null && workers < 1) {
            throw new CommandFailed("--workers is a number of at least 1");
        }
        if (offloaded < 0) {
            throw new CommandFailed("--offload is a number of at least 0");
        }
        return new DirectorRole(
                        node.role(terminal, Role.DIRECTOR),
                        state == null
                                ? RunningDirector.USUAL_STATES.resolve(node.name)
                                : state.toAbsolutePath(),
                        bpf.toAbsolutePath(),
                        sessions,
                        WorkerSettings.DEFAULT
                                .withWorkers(
                                        workers == null
                                                ? WorkerSettings.DEFAULT.workers()
                                                : workers)
                                .attached(attachment),
                        Math.min(offloaded, sessions))
                .serve();
    }
}

package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.region.Lab;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of every command on a lab. */
final class LabOptions {
    private static final String USUAL_STATE = "/run/sluice-lab";

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Folder of the lab: what is known of it, its nodes' disks and logs. Default: ${DEFAULT-VALUE}",
            defaultValue = USUAL_STATE)
    Path state = Path.of(USUAL_STATE);

    /** What is done to a lab. */
    interface Deed<T> {
        T on(Lab lab) throws LabFailure;
    }

    /** Does something to the lab, as root; its failures are sentences for the user. */
    <T> T with(Deed<T> deed) {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new CommandFailed("a lab needs root, for its namespaces: sudo ./sluice lab …");
        }
        try {
            return deed.on(new Lab(state.toAbsolutePath()));
        } catch (LabFailure failure) {
            throw new CommandFailed(String.valueOf(failure.getMessage()), failure);
        }
    }

    /** The launcher, through which a lab's roles are started. */
    static Path launcher() {
        return Path.of(System.getProperty("sluice.home", "."), "sluice").toAbsolutePath();
    }
}

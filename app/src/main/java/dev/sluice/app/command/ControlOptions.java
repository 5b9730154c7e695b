package dev.sluice.app.command;

import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running control plane. */
final class ControlOptions {
    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Address of the admin API; by default what was started with this data folder.")
    @Nullable String admin;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder, where the token lies. Default: SLUICE_DATA, else /var/lib/sluice for root, else ~/.local/share/sluice.")
    @Nullable Path data;

    ControlClient connect() {
        return new ControlClient(dataFolder(data).contact(admin));
    }

    static DataFolder dataFolder(@Nullable Path named) {
        if (named != null) {
            return new DataFolder(named.toAbsolutePath());
        }
        return DataFolder.byDefault(
                System.getenv(),
                System.getProperty("user.name", ""),
                Path.of(System.getProperty("user.home", ".")));
    }
}

package dev.sluice.app.command;

import dev.sluice.app.client.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running control plane. */
final class ControlOptions {
    static final String DEFAULT_ADMIN = "127.0.0.1:8080";

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "Address of the admin API; by default what the data folder says.")
    @Nullable String admin;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder, where the token lies; by default SLUICE_DATA, else /var/lib/sluice for root, else ~/.local/share/sluice.")
    @Nullable Path data;

    DataFolder dataFolder() {
        return dataFolder(data);
    }

    static DataFolder dataFolder(@Nullable Path named) {
        if (named != null) {
            return new DataFolder(named);
        }
        return DataFolder.byDefault(
                System.getenv(),
                System.getProperty("user.name", ""),
                Path.of(System.getProperty("user.home", ".")));
    }

    String adminAddress() {
        if (admin != null) {
            return admin;
        }
        return dataFolder().readAdmin().orElse(DEFAULT_ADMIN);
    }
}

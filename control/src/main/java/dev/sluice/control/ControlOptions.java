package dev.sluice.control;

import dev.sluice.measure.Measure;
import dev.sluice.model.check.Installed;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a control plane is started.
 *
 * @param dataDir where the store, the keys and the token lie; made where it is missing
 * @param admin where the admin API listens; port 0 picks a free one
 * @param nodes where nodes join and follow; null takes none but those that are attached
 * @param measure what {@code /metrics} shows
 */
public record ControlOptions(
        Path dataDir, InetSocketAddress admin, @Nullable InetSocketAddress nodes, Measure measure) {
    Installed installed() {
        return nodes == null ? Installed.ONE_PROCESS : Installed.ROLES;
    }
}

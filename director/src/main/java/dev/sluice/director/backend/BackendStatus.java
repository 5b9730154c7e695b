package dev.sluice.director.backend;

import dev.sluice.director.filter.LocalNetwork;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backend has.
 *
 * @param controlGroup whose servers see clients' addresses; null if none do
 * @param networkInterface where packets are taken out of tunnels; null if nowhere
 * @param directors whom is believed
 * @param handled what was done, since the first attach
 */
public record BackendStatus(
        @Nullable String controlGroup,
        @Nullable String networkInterface,
        List<LocalNetwork> directors,
        Map<Handled, Long> handled) {
    static final BackendStatus NOTHING = new BackendStatus(null, null, List.of(), Map.of());

    public BackendStatus {
        directors = List.copyOf(directors);
        handled = Map.copyOf(handled);
    }

    /** Whether it has anything. */
    public boolean isAttached() {
        return controlGroup != null || networkInterface != null;
    }
}

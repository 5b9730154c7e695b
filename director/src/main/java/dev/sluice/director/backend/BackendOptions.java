package dev.sluice.director.backend;

import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.linux.bpf.XdpMode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is to be given.
 *
 * @param directors addresses that directors send from; others are not believed
 * @param controlGroup of the servers; null for all of the host
 * @param networkInterface where tunnels end; null for none
 * @param mode how the program for tunnels runs there
 */
public record BackendOptions(
        List<LocalNetwork> directors,
        @Nullable Path controlGroup,
        @Nullable String networkInterface,
        XdpMode mode) {
    public BackendOptions {
        directors = List.copyOf(directors);
    }
}

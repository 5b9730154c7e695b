package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes regions in the kernel, and takes them away. */
final class RegionBuilder {
    private static final Path ALLOWED =
            Path.of("/proc/sys/net/ipv4/tcp_allowed_congestion_control");
    private static final String CUBIC = "cubic";

    private final Region region;

    RegionBuilder(Region region) {
        this.region = region;
    }

    /** Makes namespaces, links, addresses and routes; what was there under these names goes. */
    void build() throws LabFailure {
        new Namespaces(region.prefix()).clear();
        allowCubic();
        for (Step step : new Topology(region).up()) {
            step.run();
        }
    }

    /**
     * A namespace may only choose what the whole machine allows; there is no way to allow it for
     * one namespace. It stays allowed: another region may be just about to need it.
     */
    private static void allowCubic() throws LabFailure {
        try {
            String allowed = Files.readString(ALLOWED).strip();
            if (!List.of(allowed.split("\\s+")).contains(CUBIC)) {
                Files.writeString(ALLOWED, allowed + " " + CUBIC + "\n");
            }
        } catch (IOException e) {
            throw new LabFailure(
                    "cannot let namespaces use cubic congestion control: " + e.getMessage(), e);
        }
    }
}

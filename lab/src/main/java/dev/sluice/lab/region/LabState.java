package dev.sluice.lab.region;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What commands on a region need to know of it; lies in its folder.
 *
 * @param starter the command that is making the region; null once it stands
 * @param virtualAddresses the load balancers' addresses, which backends answer datagrams from
 * @param processes by node; those of killed nodes stay until they are started again
 */
record LabState(
        String prefix,
        RegionSize size,
        @Nullable Running starter,
        List<String> virtualAddresses,
        Map<String, Running> processes) {
    LabState {
        virtualAddresses = List.copyOf(virtualAddresses);
        processes = new LinkedHashMap<>(processes);
    }

    Region region() {
        return Region.of(prefix, size);
    }

    /** The same with a process. */
    LabState with(String node, Running process) {
        var all = new LinkedHashMap<>(processes);
        all.put(node, process);
        return new LabState(prefix, size, starter, virtualAddresses, all);
    }

    /** The same, standing. */
    LabState standing() {
        return new LabState(prefix, size, null, virtualAddresses, processes);
    }

    /** Whether somebody uses it, or is just making it. */
    boolean isInUse() {
        return starter == null
                ? processes.values().stream().anyMatch(Running::alive)
                : starter.alive();
    }
}

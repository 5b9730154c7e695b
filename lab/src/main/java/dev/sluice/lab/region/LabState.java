package dev.sluice.lab.region;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What commands on a region need to know of it; lies in its folder.
 *
 * @param starter the command that is making the region; null once it stands
 * @param processes by node; those of killed nodes stay until they are started again
 */
record LabState(
        String prefix, RegionSize size, @Nullable Running starter, Map<String, Running> processes) {
    LabState {
        processes = new LinkedHashMap<>(processes);
    }

    Region region() {
        return Region.of(prefix, size);
    }

    /** The same with a process. */
    LabState with(String node, Running process) {
        var all = new LinkedHashMap<>(processes);
        all.put(node, process);
        return new LabState(prefix, size, starter, all);
    }

    /** The same, standing. */
    LabState standing() {
        return new LabState(prefix, size, null, processes);
    }

    /** Whether somebody uses it, or is just making it. */
    boolean isInUse() {
        return starter == null
                ? processes.values().stream().anyMatch(Running::alive)
                : starter.alive();
    }
}

package dev.sluice.director.forward;

import dev.sluice.balance.Servers;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ServerPaths;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import org.jspecify.annotations.Nullable;

/**
 * A group's servers as one packet may go to them: those of its own IP version, where addresses are
 * exchanged. Used again for every choice.
 */
final class Candidates implements Servers {
    private @Nullable TargetServers target;
    private boolean ipv4;
    private boolean anyVersion;
    private @Nullable ServerPaths paths;

    /**
     * @param listenerPaths which servers the listener's packets get to
     * @param any whether servers of the other IP version will do: nothing is translated for them
     */
    void of(TargetServers newest, ServerPaths listenerPaths, boolean isIpv4, boolean any) {
        target = newest;
        paths = listenerPaths;
        anyVersion = any;
        ipv4 = isIpv4;
    }

    private TargetServers target() {
        if (target == null) {
            throw new AssertionError("asked about no group");
        }
        return target;
    }

    @Override
    public boolean eligible(int server) {
        TargetServer candidate = target().server(server);
        return candidate.eligible()
                && (paths == null || paths.isOpen(candidate.live().number()))
                && (anyVersion || Address.isIpv4(candidate.high(), candidate.low()) == ipv4);
    }

    @Override
    public int active(int server) {
        return target().active(server);
    }
}

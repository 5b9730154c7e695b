package dev.sluice.director.worker;

import dev.sluice.linux.space.NetworkSpace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Network namespaces of a test, gone when it ends. What a crashed run left behind is cleared first.
 * Without the right to make any the test does not run, and says so.
 */
public final class TestSpaces implements AutoCloseable {
    private final String prefix;
    private final List<NetworkSpace> spaces = new ArrayList<>();

    private TestSpaces(String prefix) {
        this.prefix = prefix;
    }

    /** Clears what was left and makes none yet. */
    public static TestSpaces of(String word) {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(),
                "Not run: making network namespaces needs root (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
        String prefix = "sluice-t" + word + "-";
        NetworkSpace.deleteAll(prefix);
        return new TestSpaces(prefix);
    }

    /** One without IPv6, so that nothing moves in it by itself. */
    public NetworkSpace create(String name) {
        NetworkSpace space = NetworkSpace.create(prefix + name);
        spaces.add(space);
        space.sysctl("net/ipv6/conf/default/disable_ipv6", "1");
        return space;
    }

    @Override
    public void close() {
        spaces.forEach(NetworkSpace::close);
        NetworkSpace.deleteAll(prefix);
    }
}

package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command lines of a region's processes, each through the launcher as on a machine of its own.
 *
 * @param launcher the path of {@code ./sluice}
 */
record Launch(Path launcher, Region region, StateFolder state) {
    private static final int NODES_PORT = 8443;
    private static final String SESSIONS = "200000";
    private static final String ADMIN = "127.0.0.1:8080";
    private static final String BIRD = "/usr/sbin/bird";

    /** A router's processors are its own: here it goes before all others, where that is allowed. */
    private static final String AT_ONCE =
            "chrt -f 20 true 2>/dev/null && exec chrt -f 20 \"$0\" \"$@\"; exec \"$0\" \"$@\"";

    /** Where nodes say, to their own machine alone, how they are. */
    static final int OBSERVE_PORT = 9090;

    /** Whether a node has a process. */
    static boolean isProcess(Region region, RegionNode node) {
        return switch (node.kind()) {
            case CLIENT -> false;
            case ROUTER -> region.size().isAnnounced();
            case CONTROL, DIRECTOR, PROXY, BACKEND -> true;
        };
    }

    /**
     * What runs on a node.
     *
     * @param configuration what control begins with; null takes what it stored
     */
    List<String> of(RegionNode node, @Nullable Path configuration) throws LabFailure {
        return switch (node.kind()) {
            case CONTROL -> control(node, configuration);
            case DIRECTOR -> director(node);
            case PROXY -> proxy(node);
            case BACKEND -> backend(node);
            case ROUTER -> router();
            case CLIENT -> throw new AssertionError(node.name() + " has no process");
        };
    }

    private List<String> control(RegionNode node, @Nullable Path configuration) {
        var words = words("control");
        if (configuration != null) {
            words.addAll(List.of("-f", configuration.toString()));
        }
        words.addAll(List.of("--data", state.data(node).toString()));
        words.addAll(List.of("--admin", ADMIN, "--nodes", nodes(node)));
        return words;
    }

    private List<String> proxy(RegionNode node) {
        List<String> words = follower(node, "proxy", node.address4(Network.FRONT));
        words.addAll(List.of("--keys", state.keys(node).toString(), "--behind-directors"));
        return words;
    }

    private List<String> follower(RegionNode node, String role, String address) {
        var words = words(role);
        words.addAll(List.of("--control", nodes(region.first(NodeKind.CONTROL))));
        words.addAll(List.of("--name", node.name(), "--data", state.data(node).toString()));
        words.addAll(List.of("--join-file", state.joinToken(node.kind()).toString()));
        words.addAll(List.of("--address", address, "--observe", "127.0.0.1:" + OBSERVE_PORT));
        return words;
    }

    private List<String> director(RegionNode node) {
        List<String> words = follower(node, "director", node.address4(Network.FRONT));
        words.addAll(List.of("--state", state.sessions(node).toString()));
        words.addAll(List.of("--bpf", state.pins(node).toString()));
        words.addAll(List.of("--sessions", SESSIONS));
        return words;
    }

    private List<String> backend(RegionNode node) throws LabFailure {
        var words = words("lab");
        words.addAll(List.of("backend", "--name", node.name()));
        words.addAll(List.of("--udp", node.address4(Network.BACK)));
        words.addAll(List.of("--udp", node.address6(Network.BACK)));
        words.addAll(List.of("--pins", state.pins(node).toString()));
        state.controlGroups(region.prefix())
                .make(node)
                .ifPresent(group -> words.addAll(List.of("--cgroup", group.toString())));
        words.addAll(List.of("--interface", Network.BACK.label()));
        for (RegionNode director : region.nodes(NodeKind.DIRECTOR)) {
            int number = director.number();
            words.addAll(List.of("--from", Region.localAddresses4(number)));
            words.addAll(List.of("--from", Region.localAddresses6(number)));
        }
        return words;
    }

    private List<String> router() {
        String settings = state.routerSettings().toString();
        String socket = state.routerSocket().toString();
        String pid = state.routerSocket().resolveSibling("bird.pid").toString();
        return List.of("sh", "-c", AT_ONCE, BIRD, "-f", "-c", settings, "-s", socket, "-P", pid);
    }

    private List<String> words(String command) {
        return new ArrayList<>(List.of(launcher.toString(), command));
    }

    private static String nodes(RegionNode control) {
        return control.address4(Network.MANAGEMENT) + ":" + NODES_PORT;
    }
}

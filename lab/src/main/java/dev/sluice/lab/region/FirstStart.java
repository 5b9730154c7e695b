package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The first start of all processes of a region: control and the backends; then, with control's
 * tokens, the nodes that follow it.
 */
record FirstStart(Region region, StateFolder folder, Roles roles) {
    private static final List<NodeKind> FOLLOWERS = List.of(NodeKind.DIRECTOR, NodeKind.PROXY);

    private static final int SECRET_BYTES = 32;

    /** Nodes that put programs into their kernels. */
    private static final List<NodeKind> WITH_PROGRAMS =
            List.of(NodeKind.DIRECTOR, NodeKind.BACKEND);

    /** Returns when a client is answered, and every director has joined the others. */
    void run(LabPlan plan, Consumer<String> progress) throws LabFailure {
        RegionNode control = region.first(NodeKind.CONTROL);
        AdminDoor admin = folder.admin(region);
        var readiness = new Readiness(region, roles, admin, folder.routerSocket());
        Path configuration = folder.place(plan.configuration());
        placeKeys(plan.keys());
        placeSecret();
        for (NodeKind kind : WITH_PROGRAMS) {
            for (RegionNode node : region.nodes(kind)) {
                new Mounts(folder.path()).mount("bpf", folder.pins(node));
            }
        }
        progress.accept("starting control and the backends…");
        startRouter();
        roles.start(control, configuration);
        for (RegionNode backend : region.nodes(NodeKind.BACKEND)) {
            roles.start(backend);
        }
        readiness.awaitControl();
        progress.accept("starting the nodes that follow control…");
        List<RegionNode> followers = startFollowers(admin);
        readiness.awaitProgrammed(followers);
        progress.accept("waiting for the first answers…");
        readiness.awaitAnswers(plan.doors());
        readiness.awaitTogether(region.nodes(NodeKind.DIRECTOR));
    }

    /** New with each region. */
    private void placeSecret() throws LabFailure {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        for (RegionNode director : region.nodes(NodeKind.DIRECTOR)) {
            folder.writeSecret(director, HexFormat.of().formatHex(bytes));
        }
    }

    private void startRouter() throws LabFailure {
        RegionNode router = region.first(NodeKind.ROUTER);
        if (Launch.isProcess(region, router)) {
            folder.writeRouterSettings(RouterText.of(region));
            roles.start(router);
        }
    }

    /** Until there is a key server, every proxy has the keys on its disk. */
    private void placeKeys(Map<String, String> keys) throws LabFailure {
        for (RegionNode proxy : region.nodes(NodeKind.PROXY)) {
            for (Map.Entry<String, String> key : keys.entrySet()) {
                folder.writeKey(proxy, key.getKey(), key.getValue());
            }
        }
    }

    private List<RegionNode> startFollowers(AdminDoor admin) throws LabFailure {
        var followers = new ArrayList<RegionNode>();
        for (NodeKind kind : FOLLOWERS) {
            List<RegionNode> nodes = region.nodes(kind);
            if (!nodes.isEmpty()) {
                folder.writeJoinToken(kind, admin.joinToken(kind.word()));
            }
            for (RegionNode node : nodes) {
                roles.start(node);
            }
            followers.addAll(nodes);
        }
        return followers;
    }
}

package dev.sluice.control.rest;

import dev.sluice.control.Eventually;
import dev.sluice.control.RecordingNode;
import dev.sluice.control.distribute.Distributor;
import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.control.distribute.RemoteNodes;
import dev.sluice.control.distribute.RoleConfigs;
import dev.sluice.control.distribute.StreamTimes;
import dev.sluice.control.identity.Admission;
import dev.sluice.control.identity.NodePortTls;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.AccessListConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.Role;
import dev.sluice.node.LinkOptions;
import dev.sluice.node.LinkTimes;
import dev.sluice.node.NodeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Control's side of the node stream on a free port of this machine, and nodes that follow it, each
 * in a folder of its own. Owned by the test's thread.
 */
final class NodePortBed implements AutoCloseable {
    private static final StreamTimes TIMES = new StreamTimes(100, 1_000, 2_000);
    private static final LinkTimes LINK = new LinkTimes(50, 1_000, 5_000, 20, 100);

    private final Path folder;
    private final InstantSource clock;
    private final List<NodeProcess> processes = new ArrayList<>();
    private int port;
    private Distributor distributor;
    private RemoteNodes nodes;
    private JettyApiServer server;
    private volatile UnaryOperator<String> tampering = UnaryOperator.identity();

    NodePortBed(Path folder, InstantSource clock) throws Exception {
        this.folder = folder;
        this.clock = clock;
        this.distributor = new Distributor(clock);
        this.nodes = nodes(distributor);
        this.server = server();
        server.start();
        this.port = server.port();
    }

    private RemoteNodes nodes(Distributor of) throws IOException {
        Admission admission = Admission.open(folder.resolve("control"), clock);
        var configs = new RoleConfigs(of, admission.register()::fleet);
        return new RemoteNodes(admission, of, configs, TIMES, clock);
    }

    private JettyApiServer server() {
        var api = new NodeApi(nodes);
        return JettyApiServer.ofNodes(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                request -> tampered(api.handle(request)),
                NodePortTls.of(nodes.admission().authority(), clock));
    }

    private ApiResponse tampered(ApiResponse response) {
        return response instanceof ApiResponse.Events events
                ? new ApiResponse.Events(
                        events.headers(),
                        events.mediaType(),
                        sink -> events.source().run(text -> sink.write(tampering.apply(text))))
                : response;
    }

    /** Changes every line that goes to the nodes. */
    void tamper(UnaryOperator<String> how) {
        tampering = how;
    }

    Distributor distributor() {
        return distributor;
    }

    RemoteNodes nodes() {
        return nodes;
    }

    int port() {
        return port;
    }

    /** Control's process dies. */
    void stopControl() {
        server.close();
        nodes.close();
        distributor.close();
    }

    /** And comes back, with what it had on its disk. */
    void startControl() throws Exception {
        prepareControl();
        openControl();
    }

    /** Control as it is before the first node reaches it. */
    void prepareControl() throws Exception {
        distributor = new Distributor(clock);
        nodes = nodes(distributor);
        server = server();
    }

    void openControl() throws Exception {
        server.start();
    }

    /** Gives out a configuration of access lists: {@code id=name}. */
    void publish(Role role, long revision, String... lists) {
        var resources = new HashMap<String, NodeResource>();
        for (String list : lists) {
            String[] idAndName = list.split("=", 2);
            var resource = new AccessListConfig(idAndName[0], revision, idAndName[1], List.of());
            resources.put(resource.key(), resource);
        }
        distributor.publish(role, new NodeConfig(revision, resources));
    }

    /** Returns once some node is there, and all that are have answered. */
    void awaitProgrammed(long revision) throws Exception {
        Eventually.holds(
                "programmed: " + revision,
                () -> distributor.awaitProgrammed(revision, Duration.ofSeconds(1)));
    }

    NodeProgress progress(String name) {
        return distributor.progress().stream()
                .filter(node -> node.node().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String token(Role role) throws IOException {
        return nodes.admission().giveToken(role, Duration.ofHours(1), false).text();
    }

    /** Starts a node that joins, or goes on as it was in its folder. */
    NodeProcess start(RecordingNode node, Role role, @Nullable String token) throws IOException {
        return start(node, role, token, port);
    }

    NodeProcess start(RecordingNode node, Role role, @Nullable String token, int atPort)
            throws IOException {
        var process =
                NodeProcess.start(
                        new LinkOptions(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort),
                                node.name(),
                                role,
                                folderOf(node.name()),
                                token,
                                null),
                        node,
                        new NodeProcess.Surroundings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                new Measure(),
                                LINK,
                                clock,
                                new SplittableRandom(7)),
                        () -> "that is all\n");
        processes.add(process);
        return process;
    }

    Path folderOf(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        processes.forEach(NodeProcess::close);
        stopControl();
    }
}

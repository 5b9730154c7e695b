package dev.sluice.control;

import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.OffloadReport;
import dev.sluice.model.node.Question;
import dev.sluice.model.node.RequestQuestion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A node that remembers what it was given and answers as a test wants. */
public final class RecordingNode implements Node {
    private final String name;
    private final List<NodeConfig> given = new CopyOnWriteArrayList<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile Function<NodeConfig, List<Acknowledgement.Refusal>> refusing = _ -> List.of();

    public RecordingNode(String name) {
        this.name = name;
    }

    public void refuse(Function<NodeConfig, List<Acknowledgement.Refusal>> refusing) {
        this.refusing = refusing;
    }

    /** As if it were a director that is a virtual router's backup and shares sessions. */
    private static final OffloadReport OFFLOAD =
            new OffloadReport("native XDP", "it can", 1, 2, 3, 4, 5, 6, 7, 8, 9);

    private static final ClusterReport CLUSTER =
            new ClusterReport(
                    "serving",
                    List.of(
                            new ClusterReport.VirtualRouterReport(
                                    10, "front", "ipv4", "backup", 0, "", false, 90, null,
                                    List.of())),
                    List.of(),
                    new ClusterReport.SyncReport(
                            1, true, 7, 0, 7, List.of(), 0, 0, 0, List.of(), List.of()));

    public List<NodeConfig> given() {
        return given;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Acknowledgement apply(NodeConfig config) {
        given.add(config);
        return new Acknowledgement(config.revision(), refusing.apply(config));
    }

    /** Each report has ten requests more a listener. */
    @Override
    public NodeReport report() {
        long total = requests.addAndGet(10);
        NodeConfig config = given.isEmpty() ? NodeConfig.EMPTY : given.getLast();
        List<NodeReport.ListenerReport> listeners =
                config.resources().values().stream()
                        .filter(ListenerConfig.class::isInstance)
                        .map(l -> ((ListenerConfig) l).id())
                        .map(id -> new NodeReport.ListenerReport(id, 3, total, total, total, total))
                        .toList();
        return new NodeReport(
                name,
                "proxy",
                config.revision(),
                System.currentTimeMillis(),
                listeners,
                List.of(),
                CLUSTER,
                OFFLOAD);
    }

    @Override
    public Explanation explain(Question asked) {
        if (!(asked instanceof RequestQuestion question)) {
            return new Explanation(List.of());
        }
        return new Explanation(
                List.of(
                        new Explanation.Answer(
                                "web-http-80",
                                "forwarded",
                                "",
                                "pages",
                                "127.0.0.1:9001",
                                List.of("host " + question.host() + " matches no rule"),
                                List.of(
                                        new Explanation.Candidate(
                                                "127.0.0.1:9001",
                                                100,
                                                NodeReport.Health.NORMAL,
                                                "chosen")))));
    }
}

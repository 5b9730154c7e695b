package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One look at every node of a region. */
record Inspection(LabState state, StateFolder folder) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    List<NodeStatus> look() throws LabFailure {
        Region region = state.region();
        Set<String> linked = linkedPorts(region);
        Map<String, Long> revisions = revisions(region);
        return region.nodes().stream()
                .map(node ->
                        new NodeStatus(
                                node.name(),
                                node.kind().word(),
                                region.namespace(node),
                                life(node),
                                process(node).map(Running::pid).orElse(null),
                                node.legs().stream().map(Leg::port).allMatch(linked::contains),
                                node.legs().stream()
                                        .flatMap(leg -> Stream.of(leg.address4(), leg.address6()))
                                        .toList(),
                                revisions.get(node.name())))
                .toList();
    }

    private NodeStatus.Life life(RegionNode node) {
        if (!state.processes().containsKey(node.name())) {
            return NodeStatus.Life.none;
        }
        Optional<Running> running = process(node);
        if (running.isEmpty()) {
            return NodeStatus.Life.dead;
        }
        return running.get().isPaused() ? NodeStatus.Life.paused : NodeStatus.Life.running;
    }

    private Optional<Running> process(RegionNode node) {
        return Optional.ofNullable(state.processes().get(node.name())).filter(Running::alive);
    }

    /** The ports of the switch that are switched on. */
    private static Set<String> linkedPorts(Region region) throws LabFailure {
        var ended = Step.of("ip", "-j", "-n", region.switchNamespace(), "link").attempt();
        var ports = new HashSet<String>();
        try {
            for (JsonNode link : JSON.readTree(ended.output())) {
                for (JsonNode flag : link.path("flags")) {
                    if (flag.asString("").equals("UP")) {
                        ports.add(link.path("ifname").asString(""));
                    }
                }
            }
            return ports;
        } catch (JacksonException e) {
            return Set.of(); // no namespace, no ports
        }
    }

    private Map<String, Long> revisions(Region region) throws LabFailure {
        var revisions = new HashMap<String, Long>();
        if (process(region.first(NodeKind.CONTROL)).isEmpty()) {
            return revisions;
        }
        folder.admin(region)
                .status()
                .ifPresent(status -> {
                    for (JsonNode node : status.path("nodes")) {
                        String name = node.path("name").asString("");
                        revisions.put(name, node.path("revision").asLong());
                    }
                });
        return revisions;
    }
}

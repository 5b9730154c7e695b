package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A region's life, from one command to the next: made, looked at, hurt, mended, taken away.
 *
 * <p>What a crash leaves behind (namespaces, processes in them, mounts, files) goes with the next
 * {@link #up} or {@link #down}: namespaces are found by name, processes by their namespaces.
 */
public final class Lab {
    private static final int STOP_S = 30;

    private final StateFolder folder;

    /** The lab whose folder this is. */
    public Lab(Path folder) {
        this.folder = new StateFolder(folder);
    }

    /**
     * Makes a region and returns when a client is answered.
     *
     * @param progress hears what is going on
     * @throws LabFailure with a sentence; what was made until then stays, to be looked at
     */
    public Region up(LabPlan plan, Consumer<String> progress) throws LabFailure {
        refuseSecond();
        clear(prefixOr(plan.prefix()));
        folder.create();
        var state = new LabState(plan.prefix(), plan.size(), me(), Map.of());
        folder.write(state);
        Region region = state.region();
        progress.accept("making %d machines and their networks…".formatted(region.nodes().size()));
        new RegionBuilder(region).build();
        Roles roles = new Roles(plan.launcher(), folder, state);
        new FirstStart(region, folder, roles).run(plan, progress);
        folder.write(roles.state().standing());
        return region;
    }

    /** Takes the region away; says whether there was anything. */
    public boolean down(String prefix) throws LabFailure {
        String named = prefixOr(prefix);
        boolean any = folder.read().isPresent() || !new Namespaces(named).found().isEmpty();
        clear(named);
        return any;
    }

    /** The region that stands here. */
    public Region region() throws LabFailure {
        return state().region();
    }

    /** The node of that name. */
    public RegionNode node(String name) throws LabFailure {
        List<RegionNode> nodes = region().nodes();
        for (RegionNode node : nodes) {
            if (node.name().equals(name)) {
                return node;
            }
        }
        String names = nodes.stream().map(RegionNode::name).collect(Collectors.joining(", "));
        throw new LabFailure("there is no node '%s'; there are: %s".formatted(name, names));
    }

    /**
     * Ends a node's process at once, as a crash would.
     *
     * @param machine whether its cables are taken out too
     */
    public void kill(RegionNode node, boolean machine) throws LabFailure {
        Optional<Running> process = process(node);
        if (process.isEmpty() && !machine) {
            throw new LabFailure(
                    Launch.isProcess(region(), node)
                            ? node.name() + " is not running"
                            : node.name() + " has no process; --machine takes its cables out");
        }
        if (machine) {
            new Topology(region()).links(node.legs(), false).run();
        }
        process.ifPresent(Running::kill);
    }

    /** Has a node's process end in order, and waits until it has. */
    public void stop(RegionNode node) throws LabFailure {
        if (!running(node).end(STOP_S)) {
            throw new LabFailure(node.name() + " has not ended in " + STOP_S + " s");
        }
    }

    /** Where a director's sessions lie, and the socket by which it is looked into. */
    public Path sessions(RegionNode node) {
        return folder.sessions(node);
    }

    /** Puts a node's cables in, starts its process where it has ended, and waits for it. */
    public void start(RegionNode node, Path launcher) throws LabFailure {
        Region region = region();
        new Topology(region).links(node.legs(), true).run();
        Optional<Running> running = process(node);
        if (running.isPresent()) {
            running.get().goOn();
        }
        if (Launch.isProcess(region, node)) {
            var roles = new Roles(launcher, folder, state());
            var readiness =
                    new Readiness(region, roles, folder.admin(region), folder.routerSocket());
            if (process(node).isEmpty()) {
                roles.start(node);
                readiness.awaitServing(node);
            }
            if (node.kind() == NodeKind.DIRECTOR) {
                readiness.awaitJoined(node);
            }
        }
    }

    /** Has a node's process stand still: it is there, and does nothing. */
    public void pause(RegionNode node) throws LabFailure {
        running(node).pause();
    }

    /** Has it go on. */
    public void resume(RegionNode node) throws LabFailure {
        running(node).goOn();
    }

    private Running running(RegionNode node) throws LabFailure {
        return process(node)
                .orElseThrow(() -> new LabFailure(node.name() + " has no process that runs"));
    }

    /** Takes one of a node's cables out, or puts it in again. */
    public void cable(RegionNode node, String network, boolean in) throws LabFailure {
        for (Leg leg : node.legs()) {
            if (leg.network().label().equals(network)) {
                new Topology(region()).links(List.of(leg), in).run();
                return;
            }
        }
        String networks =
                node.legs().stream()
                        .map(leg -> leg.network().label())
                        .collect(Collectors.joining(", "));
        throw new LabFailure(
                "%s is not in a network '%s'; it is in: %s"
                        .formatted(node.name(), network, networks));
    }

    /** How every node is doing. */
    public List<NodeStatus> status() throws LabFailure {
        return new Inspection(state(), folder).look();
    }

    /** What a node's process prints. */
    public Path log(RegionNode node) {
        return folder.log(node);
    }

    /**
     * Runs a command on a node, with this process's own terminal.
     *
     * @return its exit code
     */
    public int exec(String node, List<String> command) throws LabFailure {
        Region region = region();
        String namespace =
                node.equals(Region.SWITCH)
                        ? region.switchNamespace()
                        : region.namespace(node(node));
        Step step = Step.inside(namespace, command);
        var builder = new ProcessBuilder(step.command()).inheritIO();
        builder.environment().put("SLUICE_DATA", folder.path().resolve(node).toString());
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new LabFailure("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    private Optional<Running> process(RegionNode node) throws LabFailure {
        return Optional.ofNullable(state().processes().get(node.name())).filter(Running::alive);
    }

    private LabState state() throws LabFailure {
        return folder.read()
                .orElseThrow(() -> new LabFailure("no lab is up; ./sluice lab up makes one"));
    }

    private void refuseSecond() throws LabFailure {
        if (folder.read().filter(LabState::isInUse).isPresent()) {
            throw new LabFailure("a lab is up already; ./sluice lab down takes it away");
        }
    }

    private String prefixOr(String prefix) {
        try {
            return folder.read().map(LabState::prefix).orElse(prefix);
        } catch (LabFailure unreadable) {
            return prefix;
        }
    }

    private void clear(String prefix) throws LabFailure {
        new Namespaces(prefix).clear();
        folder.controlGroups(prefix).clear();
        new Mounts(folder.path()).clear();
        folder.delete();
    }

    private static Running me() {
        return Running.of(ProcessHandle.current().pid())
                .orElseThrow(() -> new AssertionError("this process lives"));
    }
}

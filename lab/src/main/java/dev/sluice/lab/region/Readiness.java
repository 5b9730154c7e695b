package dev.sluice.lab.region;

import dev.sluice.lab.demo.RegionBackend;
import dev.sluice.lab.process.LabFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Waits, each time with an end and a sentence, until a region does what it is there for.
 *
 * @param roles whose processes must go on meanwhile
 * @param routerSocket where the router answers, where it speaks with directors
 */
record Readiness(Region region, Roles roles, AdminDoor control, Path routerSocket) {
    /** What BIRD answers when there are any. */
    private static final Pattern ROUTES = Pattern.compile("[1-9][0-9]* of [0-9]+ routes");

    /** What a director says of itself where it shares sessions. */
    private static final Pattern PEERS = Pattern.compile("(?m)^sluice_sync_peers (\\d+)$");

    private static final Pattern INCOMPLETE = Pattern.compile("(?m)^sluice_sync_complete 0$");

    private static final LabPlan.Door OBSERVED =
            new LabPlan.Door("http", "127.0.0.1", Launch.OBSERVE_PORT, "/ready");
    private static final LabPlan.Door METRICS =
            new LabPlan.Door("http", "127.0.0.1", Launch.OBSERVE_PORT, "/metrics");
    private static final int START_S = 60;
    private static final int PROGRAM_S = 60;
    private static final int ANSWER_S = 30;
    private static final int JOIN_S = 45;

    /** Until control listens. */
    void awaitControl() throws LabFailure {
        Patience patience = Patience.ofSeconds(START_S);
        while (control.status().isEmpty()) {
            pause(patience, "control-1 has not started", region.first(NodeKind.CONTROL));
        }
    }

    /** Until these nodes serve by the newest configuration. */
    void awaitProgrammed(List<RegionNode> nodes) throws LabFailure {
        Patience patience = Patience.ofSeconds(PROGRAM_S);
        List<RegionNode> waiting = behind(nodes);
        while (!waiting.isEmpty()) {
            RegionNode one = waiting.getFirst();
            pause(patience, one.name() + " has not taken the configuration", one);
            waiting = behind(nodes);
        }
    }

    /** Until a node that was started again does its work. */
    void awaitServing(RegionNode node) throws LabFailure {
        Patience patience = Patience.ofSeconds(START_S);
        while (!serves(node)) {
            requireAlive(node);
            wait(patience, node.name() + " has not started", node);
        }
    }

    /** Until each of these directors hears all others, knows what they know, and has its place. */
    void awaitTogether(List<RegionNode> directors) throws LabFailure {
        for (RegionNode director : directors) {
            Patience patience = Patience.ofSeconds(JOIN_S);
            while (!knowsAll(director, directors.size() - 1)) {
                pause(patience, director.name() + " has not joined the others", director);
            }
            awaitJoined(director);
        }
    }

    /** Whether a director hears so many others and has their sessions, where they share them. */
    private boolean knowsAll(RegionNode director, int others) throws LabFailure {
        String metrics = new ClientProbe(region.namespace(director)).text(METRICS);
        Matcher peers = PEERS.matcher(metrics);
        return !metrics.isEmpty()
                && !INCOMPLETE.matcher(metrics).find()
                && (!peers.find() || Integer.parseInt(peers.group(1)) >= others);
    }

    /**
     * Until a director knows all sessions, where they are shared, and has told the router what goes
     * there, where it does.
     */
    void awaitJoined(RegionNode director) throws LabFailure {
        Patience completing = Patience.ofSeconds(JOIN_S);
        while (!knowsAll(director, 0)) {
            requireAlive(director); // others may be dead, and wait for their turn
            wait(completing, director.name() + " has not learned all sessions", director);
        }
        if (region.size().isAnnounced()) {
            Patience patience = Patience.ofSeconds(JOIN_S);
            while (!routes(director)) {
                requireAlive(director);
                wait(patience, director.name() + " has not announced itself", director);
            }
        }
    }

    private boolean routes(RegionNode director) throws LabFailure {
        var asked =
                List.of(
                        "birdc",
                        "-s",
                        routerSocket.toString(),
                        "show route count protocol " + RouterText.protocol(director));
        RegionNode router = region.first(NodeKind.ROUTER);
        Step.Ended ended = Step.inside(region.namespace(router), asked).attempt();
        return ended.status() == 0 && ROUTES.matcher(ended.output()).find();
    }

    private boolean serves(RegionNode node) throws LabFailure {
        var probe = new ClientProbe(region.namespace(node));
        return switch (node.kind()) {
            case CONTROL -> control.status().isPresent();
            case DIRECTOR, PROXY -> probe.answers(OBSERVED);
            case BACKEND ->
                    probe.answers(new LabPlan.Door("http", "127.0.0.1", RegionBackend.HTTP_PORT));
            case CLIENT, ROUTER -> true;
        };
    }

    /** Until each of these doors answers a client. */
    void awaitAnswers(List<LabPlan.Door> doors) throws LabFailure {
        Patience patience = Patience.ofSeconds(ANSWER_S);
        var clients = new ClientProbe(region.namespace(region.first(NodeKind.CLIENT)));
        for (LabPlan.Door door : doors) {
            while (!clients.answers(door)) {
                pause(patience, door + " does not answer the client", first());
            }
        }
    }

    private RegionNode first() {
        return region.node("director-1").orElseGet(() -> region.first(NodeKind.PROXY));
    }

    private List<RegionNode> behind(List<RegionNode> nodes) throws LabFailure {
        Optional<JsonNode> status = control.status();
        if (status.isEmpty()) {
            return nodes;
        }
        long newest = status.get().path("revision").asLong();
        var behind = new ArrayList<RegionNode>();
        for (RegionNode node : nodes) {
            if (revision(status.get(), node) != newest) {
                behind.add(node);
            }
        }
        return behind;
    }

    /** The revision that a node serves by, or -1; what it refuses ends the wait. */
    private static long revision(JsonNode status, RegionNode node) throws LabFailure {
        for (JsonNode one : status.path("nodes")) {
            if (one.path("name").asString("").equals(node.name())) {
                for (JsonNode refusal : one.path("refusals")) {
                    throw new LabFailure(
                            "%s does not serve all of the configuration: %s"
                                    .formatted(node.name(), refusal.path("message").asString("")));
                }
                return one.path("revision").asLong(-1);
            }
        }
        return -1;
    }

    private void requireAlive(RegionNode node) throws LabFailure {
        if (!roles.isAlive(node)) {
            throw new LabFailure(node.name() + " has ended; " + roles.said(node));
        }
    }

    private void pause(Patience patience, String complaint, RegionNode node) throws LabFailure {
        roles.requireAlive();
        wait(patience, complaint, node);
    }

    private void wait(Patience patience, String complaint, RegionNode node) throws LabFailure {
        if (patience.isOver()) {
            throw new LabFailure(complaint + " in time; " + roles.said(node));
        }
        patience.pause();
    }
}

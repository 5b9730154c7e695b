package dev.sluice.app.lab;

import dev.sluice.app.client.Reason;
import dev.sluice.director.inspect.InspectClient;
import dev.sluice.director.inspect.NotUnderstood;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.region.Lab;
import dev.sluice.lab.region.NodeKind;
import dev.sluice.lab.region.RegionNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * All directors of a lab, one after another: drained, stopped, started again, and complete before
 * the next has its turn. Ends at the first that does not hand over all.
 *
 * @param say hears each step
 */
public record RollingUpgrade(Lab lab, Path launcher, Consumer<String> say) {
    private static final Pattern HANDED =
            Pattern.compile("sessions: (\\d+) handed over, (\\d+) at risk.*");
    private static final long DRAIN_MS = 10_000;
    private static final long COMPLETE_MS = 60_000;
    private static final long PLACE_MS = 20_000;
    private static final long CALM_MS = 2_000;
    private static final long LOOK_MS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Does it; says whether no director lost anything. */
    public boolean run() throws LabFailure {
        List<RegionNode> directors = lab.region().nodes(NodeKind.DIRECTOR);
        long handed = 0;
        for (RegionNode director : directors) {
            OptionalLong sessions = upgrade(director);
            if (sessions.isEmpty()) {
                return false;
            }
            handed += sessions.getAsLong();
        }
        say.accept(
                "upgraded %d directors: %d sessions handed over, 0 lost"
                        .formatted(directors.size(), handed));
        return true;
    }

    /** How many sessions were handed over; empty where not all were, and it goes on as it was. */
    private OptionalLong upgrade(RegionNode director) throws LabFailure {
        String name = director.name();
        Set<String> place = masterOf(director);
        var handed = new AtomicLong();
        var lost = new AtomicLong();
        boolean drained =
                follow(
                        director,
                        "drain " + DRAIN_MS,
                        line -> {
                            Matcher counts = HANDED.matcher(line);
                            if (counts.matches()) {
                                handed.set(Long.parseLong(counts.group(1)));
                                lost.set(Long.parseLong(counts.group(2)));
                            }
                            say.accept(name + ": " + line);
                        });
        if (!drained) {
            follow(director, "drain undo", line -> say.accept(name + ": " + line));
            say.accept(name + ": not upgraded, since " + lost + " sessions would be lost by it");
            return OptionalLong.empty();
        }
        long stoppedNs = System.nanoTime();
        lab.stop(director);
        lab.start(director, launcher);
        awaitComplete(director);
        awaitPlace(director, place);
        say.accept(
                "%s: %d sessions handed over, %d lost; serves again, complete, after %.1f s"
                        .formatted(
                                name,
                                handed.get(),
                                lost.get(),
                                (System.nanoTime() - stoppedNs) / 1e9));
        return OptionalLong.of(handed.get());
    }

    /** Until it knows all sessions. */
    private void awaitComplete(RegionNode director) throws LabFailure {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COMPLETE_MS);
        while (!isComplete(director)) {
            if (System.nanoTime() - endNs > 0) {
                throw new LabFailure(
                        director.name()
                                + " does not know all sessions in time; see ./sluice lab logs "
                                + director.name());
            }
            pause(LOOK_MS);
        }
    }

    /**
     * Until it is master of what it was master of, where that comes back by itself, and what then
     * still goes to who had it meanwhile has arrived.
     */
    private void awaitPlace(RegionNode director, Set<String> place) throws LabFailure {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PLACE_MS);
        while (!masterOf(director).containsAll(place)) {
            if (System.nanoTime() - endNs > 0) {
                say.accept(director.name() + ": others stay master of what it had");
                return;
            }
            pause(LOOK_MS);
        }
        pause(CALM_MS);
    }

    /** The virtual routers that it is master of. */
    private Set<String> masterOf(RegionNode director) {
        var routers = new HashSet<String>();
        for (JsonNode router : cluster(director).path("virtualRouters")) {
            if (router.path("state").asString("").equals("master")) {
                routers.add(
                        router.path("id").asInt(0)
                                + router.path("link").asString("")
                                + router.path("family").asString(""));
            }
        }
        return routers;
    }

    private static void pause(long ms) throws LabFailure {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    private boolean isComplete(RegionNode director) {
        JsonNode cluster = cluster(director);
        JsonNode sync = cluster.path("sync");
        return cluster.isObject()
                && (sync.isMissingNode() || sync.path("complete").asBoolean(false));
    }

    /** Its part among others; missing while it does not answer. */
    private JsonNode cluster(RegionNode director) {
        var dump = new ByteArrayOutputStream();
        try {
            InspectClient.ask(lab.sessions(director), "dump json", dump);
            return JSON.readTree(dump.toString(StandardCharsets.UTF_8)).path("cluster");
        } catch (IOException | NotUnderstood | JacksonException notYet) {
            return MissingNode.getInstance();
        }
    }

    private boolean follow(RegionNode director, String request, Consumer<String> step)
            throws LabFailure {
        try {
            return InspectClient.follow(lab.sessions(director), request, step);
        } catch (IOException e) {
            throw new LabFailure(
                    "cannot ask %s to %s: %s".formatted(director.name(), request, Reason.of(e)), e);
        } catch (NotUnderstood e) {
            throw new LabFailure(director.name() + " says: " + e.getMessage(), e);
        }
    }
}

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    private static final long LOOK_MS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Does it; says whether no director lost anything. */
    public boolean run() throws LabFailure {
        List<RegionNode> directors = lab.region().nodes(NodeKind.DIRECTOR);
        for (RegionNode director : directors) {
            if (!upgrade(director)) {
                return false;
            }
        }
        say.accept("upgraded " + directors.size() + " directors");
        return true;
    }

    private boolean upgrade(RegionNode director) throws LabFailure {
        String name = director.name();
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
            return false;
        }
        long stoppedNs = System.nanoTime();
        lab.stop(director);
        lab.start(director, launcher);
        awaitComplete(director);
        say.accept(
                "%s: %d sessions handed over, %d lost; serves again, complete, after %.1f s"
                        .formatted(
                                name,
                                handed.get(),
                                lost.get(),
                                (System.nanoTime() - stoppedNs) / 1e9));
        return true;
    }

    /** Until it knows all sessions, and has found its place among the others. */
    private void awaitComplete(RegionNode director) throws LabFailure {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COMPLETE_MS);
        while (!isComplete(director)) {
            if (System.nanoTime() - endNs > 0) {
                throw new LabFailure(
                        director.name()
                                + " does not know all sessions in time; see ./sluice lab logs "
                                + director.name());
            }
            pause();
        }
    }

    private static void pause() throws LabFailure {
        try {
            Thread.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    private boolean isComplete(RegionNode director) {
        var dump = new ByteArrayOutputStream();
        try {
            InspectClient.ask(lab.sessions(director), "dump json", dump);
            JsonNode sync =
                    JSON.readTree(dump.toString(StandardCharsets.UTF_8))
                            .path("cluster")
                            .path("sync");
            return sync.isMissingNode() || sync.path("complete").asBoolean(false);
        } catch (IOException | NotUnderstood | JacksonException notYet) {
            return false;
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

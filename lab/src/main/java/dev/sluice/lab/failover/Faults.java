package dev.sluice.lab.failover;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.region.Network;
import dev.sluice.lab.region.RegionNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Does to a region what each fault says, and undoes it. */
final class Faults {
    private static final Duration LOSS = Duration.ofSeconds(10);
    private static final Duration CALM = Duration.ofSeconds(3);
    private static final Duration PARTITION = Duration.ofSeconds(5);
    private static final Duration REUNITED = Duration.ofSeconds(1);
    private static final Duration STANDS_STILL = Duration.ofSeconds(5);
    private static final Duration FLAP = Duration.ofMillis(300);
    private static final Duration AGREEMENT_LIMIT = Duration.ofSeconds(10);
    private static final double LOST = 0.3;
    private static final int DELAY_MS = 20;

    private final FailoverRegion region;
    private String note = "";

    Faults(FailoverRegion region) {
        this.region = region;
    }

    /** What happens before the moment from which it is measured. */
    void before(Fault fault) {
        note = "";
        switch (fault) {
            case LOSS -> {
                region.syncNetwork(Impairment.losing(LOST));
                FailoverRun.pause(LOSS.minus(CALM));
                // What begins now cannot be known to all at once.
                region.talks().tell(talks -> talks.rate(0));
                FailoverRun.pause(CALM);
                region.syncNetwork(Impairment.NONE);
                note = agreement();
            }
            case PARTITION -> {
                region.syncNetwork(Impairment.without(0));
                FailoverRun.pause(PARTITION);
                region.syncNetwork(Impairment.NONE);
                FailoverRun.pause(REUNITED);
            }
            case MUDDLE -> {
                region.syncNetwork(Impairment.muddled(DELAY_MS));
                FailoverRun.pause(REUNITED);
            }
            case KILL, MACHINE, PAUSE, LINK, FLAP, OTHERS, UPGRADE -> {}
        }
    }

    /** How soon all know the same, while nothing begins that not all could know yet. */
    private String agreement() {
        long fromNs = System.nanoTime();
        while (!region.agree() && System.nanoTime() - fromNs < AGREEMENT_LIMIT.toNanos()) {
            FailoverRun.pause(Duration.ofMillis(20));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - fromNs);
        return took.compareTo(AGREEMENT_LIMIT) >= 0
                ? "tables did not agree in time after the loss ended"
                : "tables agreed %,d ms after the loss ended".formatted(took.toMillis());
    }

    /** The fault itself. */
    void strike(Fault fault) throws LabFailure {
        RegionNode carrier = region.carrier();
        switch (fault) {
            case KILL, LOSS, MUDDLE, PARTITION -> region.lab().kill(carrier, false);
            case MACHINE -> region.lab().kill(carrier, true);
            case PAUSE -> {
                region.lab().pause(carrier);
                FailoverRun.pause(STANDS_STILL);
            }
            case LINK -> {
                front(carrier, false);
                FailoverRun.pause(STANDS_STILL);
            }
            case FLAP -> {
                front(carrier, false);
                FailoverRun.pause(FLAP);
                front(carrier, true);
            }
            case OTHERS -> {
                for (RegionNode director : allButOne()) {
                    region.lab().kill(director, false);
                }
            }
            case UPGRADE -> upgrade();
        }
    }

    /** Makes all well again. */
    void heal(Fault fault) throws LabFailure {
        RegionNode carrier = region.carrier();
        switch (fault) {
            case KILL, LOSS, PARTITION, MACHINE -> region.start(carrier);
            case MUDDLE -> {
                region.syncNetwork(Impairment.NONE);
                region.start(carrier);
            }
            case PAUSE -> region.lab().resume(carrier);
            case LINK -> front(carrier, true);
            case OTHERS -> {
                for (RegionNode director : allButOne()) {
                    region.start(director);
                }
            }
            case FLAP, UPGRADE -> {}
        }
    }

    /** By the command that operators have, whose last words are noted. */
    private void upgrade() throws LabFailure {
        var command =
                List.of(
                        region.launcher().toString(),
                        "lab",
                        "upgrade",
                        "--state",
                        FailoverRegion.STATE.toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SLUICE_NO_BUILD", "1");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            String last =
                    new String(said, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .reduce("nothing", (_, line) -> line.strip());
            note = "`lab upgrade` ended with %d and said: %s".formatted(code, last);
        } catch (IOException e) {
            throw new LabFailure("cannot run ./sluice lab upgrade: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    private void front(RegionNode director, boolean in) throws LabFailure {
        region.lab().cable(director, Network.FRONT.label(), in);
    }

    private List<RegionNode> allButOne() {
        List<RegionNode> directors = region.directors();
        return directors.subList(0, directors.size() - 1);
    }

    /** What is to be said of the last fault beside the connections. */
    String note() {
        return note;
    }
}

package dev.sluice.lab.failover;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.region.Network;
import dev.sluice.lab.region.RegionNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does to a region what each fault says, and undoes it. */
final class Faults {
    private static final Duration LOSS = Duration.ofSeconds(10);
    private static final Duration CALM = Duration.ofMillis(1_500);
    private static final Duration UNDISTURBED = Duration.ofSeconds(3);
    private static final Duration ARRIVAL = Duration.ofMillis(300);
    private static final Duration PARTITION = Duration.ofSeconds(5);
    private static final Duration REUNITED = Duration.ofSeconds(2);
    private static final Duration STANDS_STILL = Duration.ofSeconds(5);
    private static final Duration FLAP = Duration.ofMillis(300);
    private static final Duration AGREEMENT_LIMIT = Duration.ofSeconds(10);
    private static final double LOST = 0.3;
    private static final int DELAY_MS = 20;

    private final FailoverRegion region;
    private final int perSecond;
    private final Soak soak;
    private final Consumer<String> progress;
    private String note = "";
    private long struckNs;
    private @Nullable Losses begun;
    private @Nullable Losses calm;
    private OptionalDouble agreedMs = OptionalDouble.empty();
    private FaultReport.@Nullable Soaked soaked;

    /**
     * @param perSecond new connections, where a fault lets there be none for a while
     */
    Faults(FailoverRegion region, int perSecond, Soak soak, Consumer<String> progress) {
        this.region = region;
        this.perSecond = perSecond;
        this.soak = soak;
        this.progress = progress;
    }

    /** What happens before the moment from which it is measured. */
    void before(Fault fault) {
        note = "";
        agreedMs = OptionalDouble.empty();
        soaked = null;
        switch (fault) {
            case LOSS -> badNetwork(Impairment.losing(LOST), LOSS);
            case PARTITION -> badNetwork(Impairment.without(0), PARTITION);
            case MUDDLE -> {
                region.syncNetwork(Impairment.muddled(DELAY_MS));
                FailoverRun.pause(REUNITED);
            }
            case UPGRADE -> {
                // What this machine loses without anybody's being upgraded.
                Losses first = losses();
                FailoverRun.pause(UNDISTURBED);
                begun = losses();
                calm = begun.since(first);
            }
            case KILL, MACHINE, PAUSE, LINK, FLAP, OTHERS, SOAK -> {}
        }
    }

    private String lost() {
        Losses from = begun;
        Losses before = calm;
        return from == null || before == null
                ? ""
                : "; packets lost by the hand-over: %s (in %d s before: %s)"
                        .formatted(
                                losses().since(from).words(),
                                UNDISTURBED.toSeconds(),
                                before.words());
    }

    private Losses losses() {
        region.talks().tell(talks -> talks.hush(true));
        FailoverRun.pause(ARRIVAL);
        long again = region.sentAgain();
        Losses now = region.talks().ask(talks -> Losses.of(talks, again));
        region.talks().tell(talks -> talks.hush(false));
        return now;
    }

    /**
     * The sync network is bad for a time, and good again. Who connects shortly before that ends can
     * still be ending when all else is known to all: nobody does.
     */
    private void badNetwork(Impairment how, Duration time) {
        region.syncNetwork(how);
        FailoverRun.pause(time.minus(CALM));
        region.talks().tell(talks -> talks.rate(0));
        FailoverRun.pause(CALM);
        boolean agreed = region.agree();
        region.syncNetwork(Impairment.NONE);
        agreedMs = OptionalDouble.of(agreementMs());
        note = agreed ? "tables agreed while the network was bad, too" : "";
        region.talks().tell(talks -> talks.rate(perSecond));
        FailoverRun.pause(REUNITED);
    }

    /** How soon all know the same; NaN if they do not. */
    private double agreementMs() {
        long fromNs = System.nanoTime();
        while (!region.agree()) {
            if (System.nanoTime() - fromNs > AGREEMENT_LIMIT.toNanos()) {
                return Double.NaN;
            }
            FailoverRun.pause(Duration.ofMillis(20));
        }
        return (System.nanoTime() - fromNs) / 1e6;
    }

    /** The fault itself. */
    void strike(Fault fault) throws LabFailure {
        struckNs = System.nanoTime();
        RegionNode carrier = region.carrier();
        switch (fault) {
            case KILL, LOSS, MUDDLE, PARTITION -> {
                region.lab().kill(carrier, false);
                struckNs = System.nanoTime();
            }
            case MACHINE -> {
                region.lab().kill(carrier, true);
                struckNs = System.nanoTime();
            }
            case PAUSE -> {
                region.lab().pause(carrier);
                struckNs = System.nanoTime();
                FailoverRun.pause(STANDS_STILL);
            }
            case LINK -> {
                front(carrier, false);
                struckNs = System.nanoTime();
                FailoverRun.pause(STANDS_STILL);
            }
            case FLAP -> {
                front(carrier, false);
                struckNs = System.nanoTime();
                FailoverRun.pause(FLAP);
                front(carrier, true);
            }
            case OTHERS -> {
                for (RegionNode director : allButOne()) {
                    region.lab().kill(director, false);
                }
                struckNs = System.nanoTime();
            }
            case UPGRADE -> upgrade();
            case SOAK -> {
                soaked = soak.run();
                note = soak.note();
            }
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
            case UPGRADE -> note += lost();
            case FLAP, SOAK -> {}
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
            String last = "nothing";
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    progress.accept(line);
                    last = line.isBlank() ? last : line.strip();
                }
            }
            int code = process.waitFor();
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

    /** When the last fault was there for certain: it takes a moment to come. */
    long struckNs() {
        return struckNs;
    }

    /** What is to be said of the last fault beside the connections. */
    String note() {
        return note;
    }

    /**
     * How long after a bad network was good again all directors knew the same; NaN if they did not.
     * Empty where it was not bad.
     */
    OptionalDouble agreedMs() {
        return agreedMs;
    }

    /** How quiet it was, where the last one was none. */
    FaultReport.@Nullable Soaked soaked() {
        return soaked;
    }
}

package dev.sluice.app.role;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.up.StopSignals;
import dev.sluice.director.Director;
import dev.sluice.director.DirectorOptions;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.ThreadSchedule;
import dev.sluice.measure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of {@code director}. When it ends, filter and sessions stay for the process that comes
 * after. Runs on the main thread.
 *
 * @param state where sessions lie while it is away
 * @param bpf where the BPF file system is
 * @param sessionsMax of all workers together
 * @param workers how frames are moved
 * @param offloadedMax how many sessions the kernel may forward by itself at a time
 */
public record DirectorRole(
        NodeRole role,
        Path state,
        Path bpf,
        int sessionsMax,
        WorkerSettings workers,
        int offloadedMax) {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorRole.class);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int DONE = 0;
    private static final int DIED = 1;
    private static final int HALF_OPEN_SHARE = 10;

    /** Forwards until a signal. */
    public int serve() {
        StopSignals signals = StopSignals.install();
        var measure = new Measure();
        BooleanSupplier warm = Director.warmUp(offloadedMax > 0, DirectorRole::takeMore);
        try (Director director = Director.open(options(), measure, warm, DirectorRole::died)) {
            role.follow(new NodeRole.Part(director, measure, director::dump), signals);
            return DONE;
        } catch (KernelException e) {
            throw new CommandFailed("the director cannot start: " + e.getMessage(), e);
        }
    }

    /** Not before it is warm: what a start takes, others of the machine should not have to give. */
    private static void takeMore() {
        if (ThreadSchedule.takeMoreAsSession()) {
            LOG.debug("goes before other sessions of this machine");
        }
    }

    /** Whatever else still runs would only keep up the look of a director. */
    private static void died(Throwable cause) {
        LOG.error("a worker has died, and with it this process", cause);
        Runtime.getRuntime().halt(DIED);
    }

    private DirectorOptions options() {
        return new DirectorOptions(
                role.link().name(),
                state,
                role.link().dataDir(),
                bpf,
                sessionsMax,
                Math.max(1, sessionsMax / HALF_OPEN_SHARE),
                boot(),
                new SecureRandom().nextLong(),
                workers,
                offloadedMax);
    }

    private static UUID boot() {
        try {
            return UUID.fromString(Files.readString(BOOT).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailed("cannot read " + BOOT + ": a director needs Linux", e);
        }
    }
}

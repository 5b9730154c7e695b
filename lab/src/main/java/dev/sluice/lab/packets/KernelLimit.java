package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.linux.space.Sysctl;
import java.io.UncheckedIOException;

/**
 * A limit of the kernel's for the whole machine, raised while something is measured.
 *
 * <p>Whoever is killed meanwhile leaves the higher limit behind, never a lower one. What somebody
 * else has set meanwhile stays.
 *
 * @param name below /proc/sys
 * @param before what is put back
 * @param raised what it was raised to; as before where that was enough
 */
record KernelLimit(String name, long before, long raised) implements AutoCloseable {
    /**
     * @param name below /proc/sys
     */
    static KernelLimit raise(String name, long value) throws LabFailure {
        try {
            long before = Long.parseLong(Sysctl.read(name));
            var limit = new KernelLimit(name, before, Math.max(before, value));
            if (limit.raised > before) {
                Sysctl.write(name, Long.toString(limit.raised));
            }
            return limit;
        } catch (UncheckedIOException | NumberFormatException e) {
            throw new LabFailure("cannot raise /proc/sys/" + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (raised > before && Sysctl.read(name).equals(Long.toString(raised))) {
            Sysctl.write(name, Long.toString(before));
        }
    }
}

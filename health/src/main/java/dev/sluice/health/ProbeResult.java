package dev.sluice.health;

import org.jspecify.annotations.Nullable;

/**
 * How one probe ended.
 *
 * @param failure why it failed, in a few words; null if it did not
 */
record ProbeResult(@Nullable String failure) {
    static final ProbeResult SUCCESS = new ProbeResult(null);

    static ProbeResult failure(String cause) {
        return new ProbeResult(cause);
    }

    boolean success() {
        return failure == null;
    }
}

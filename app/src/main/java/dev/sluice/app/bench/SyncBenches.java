package dev.sluice.app.bench;

import dev.sluice.lab.bench.SyncBench;

/** {@code bench sync}, put together: the lab's network and the director, which only meet here. */
public final class SyncBenches {
    private SyncBenches() {}

    public static SyncBench create() {
        return new SyncBench(SyncDirectorProcess::start);
    }
}

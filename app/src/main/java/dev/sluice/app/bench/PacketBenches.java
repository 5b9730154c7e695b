package dev.sluice.app.bench;

import dev.sluice.lab.bench.PacketBench;

/**
 * {@code bench packets}, put together: the lab's network and the director, which only meet here.
 */
public final class PacketBenches {
    private PacketBenches() {}

    public static PacketBench create() {
        var sluice = new SluiceContender();
        return new PacketBench(new MemoryFigures(), sluice, sluice);
    }
}

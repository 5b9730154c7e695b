package dev.sluice.app.bench;

import dev.sluice.lab.bench.PacketBench;
import java.util.List;

/**
 * {@code bench packets}, put together: the lab's network and the director, which only meet here.
 */
public final class PacketBenches {
    private PacketBenches() {}

    public static PacketBench create() {
        var cached = SluiceContender.withCache();
        var inJava = SluiceContender.allInJava();
        var inTc = SluiceContender.inTrafficControl();
        return new PacketBench(new MemoryFigures(), List.of(inJava, cached, inTc), inJava, cached);
    }
}

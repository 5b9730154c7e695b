package dev.sluice.app.bench;

import dev.sluice.lab.packets.Contender;
import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.PacketLoad;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import java.util.Optional;

/** Sluice's director in the middle, a process of its own. */
final class SluiceContender implements Contender, SwappedDirector {
    static final String NAME = "Sluice";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> cannot(PacketLoad load) {
        return Optional.empty();
    }

    @Override
    public Standing start(PacketBed bed, PacketLoad load) throws LabFailure {
        return BenchDirectorProcess.start(bed, load.offloads(), 0);
    }

    @Override
    public Swapping start(PacketBed bed, int listeners) throws LabFailure {
        return BenchDirectorProcess.start(bed, false, listeners);
    }
}

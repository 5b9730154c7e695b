package dev.sluice.app.bench;

import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import java.util.List;

/** A {@link BenchDirector} in the middle of a bed. */
record BenchDirectorProcess(AskedProcess process) implements SwappedDirector.Swapping {
    /**
     * @param recompute whether checksums come unfinished
     * @param listeners further ones, that nobody sends to
     */
    static BenchDirectorProcess start(PacketBed bed, boolean recompute, int listeners)
            throws LabFailure {
        return new BenchDirectorProcess(
                AskedProcess.start(
                        BenchDirector.class,
                        Scratch.create(),
                        List.of(Boolean.toString(recompute), Integer.toString(listeners)),
                        bed::inMiddle));
    }

    @Override
    public SwappedDirector.Report swap(int times) throws LabFailure {
        String[] words = process.ask("swap " + times).split(" ");
        return new SwappedDirector.Report(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]));
    }

    @Override
    public void requireAlive() throws LabFailure {
        process.requireAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}

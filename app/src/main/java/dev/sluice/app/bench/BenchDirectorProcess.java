package dev.sluice.app.bench;

import dev.sluice.director.worker.Attachment;
import dev.sluice.lab.packets.KilledDirector;
import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import java.util.List;

/** A {@link BenchDirector} in the middle of a bed. */
final class BenchDirectorProcess implements SwappedDirector.Swapping, KilledDirector.Killable {
    private static final int COMPILES_SECONDS = 8;

    private final PacketBed bed;
    private final Scratch scratch;
    private final PinFolder pins;
    private final List<String> arguments;
    private AskedProcess process;

    private BenchDirectorProcess(PacketBed bed, Scratch scratch, List<String> arguments)
            throws LabFailure {
        this.bed = bed;
        this.scratch = scratch;
        this.arguments = arguments;
        this.pins = PinFolder.mount(scratch.subfolder(BenchDirector.PINS));
        try {
            this.process = process();
        } catch (LabFailure e) {
            pins.close();
            throw e;
        }
    }

    /**
     * @param recompute whether checksums come unfinished
     * @param listeners further ones, that nobody sends to
     * @param places how many sessions the kernel may forward by itself
     * @param attachment how frames are taken
     */
    static BenchDirectorProcess start(
            PacketBed bed, boolean recompute, int listeners, int places, Attachment attachment)
            throws LabFailure {
        return new BenchDirectorProcess(
                bed,
                Scratch.create(),
                List.of(
                        Boolean.toString(recompute),
                        Integer.toString(listeners),
                        Integer.toString(places),
                        attachment.name()));
    }

    private AskedProcess process() throws LabFailure {
        return AskedProcess.start(BenchDirector.class, scratch, arguments, bed::inMiddle);
    }

    @Override
    public String remark() throws LabFailure {
        long held = Long.parseLong(process.ask("held"));
        return held == 0 ? "" : "%,d flows in the cache".formatted(held);
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
    public int compilesSeconds() {
        return COMPILES_SECONDS;
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() throws LabFailure {
        process = process();
    }

    @Override
    public void requireAlive() throws LabFailure {
        process.requireAlive();
    }

    @Override
    public void close() {
        process.kill();
        pins.close();
        scratch.close();
    }
}

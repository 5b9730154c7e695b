package dev.sluice.app.bench;

import dev.sluice.director.worker.Attachment;
import dev.sluice.lab.packets.Contender;
import dev.sluice.lab.packets.Contenders;
import dev.sluice.lab.packets.KilledDirector;
import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.PacketLoad;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import java.util.Optional;

/**
 * Sluice's director in the middle, a process of its own.
 *
 * @param offloads whether the kernel forwards what Java has decided
 * @param attachment how frames are taken
 */
record SluiceContender(String name, String word, boolean offloads, Attachment attachment)
        implements Contender, SwappedDirector, KilledDirector {
    /** All flows of a load find a place, with those that are kept for hot ones. */
    private static final int PLACES_MIN = 100_000;

    static SluiceContender allInJava() {
        return new SluiceContender(Contenders.SLUICE_IN_JAVA, "java", false, Attachment.NATIVE);
    }

    static SluiceContender withCache() {
        return new SluiceContender(Contenders.SLUICE, "sluice", true, Attachment.NATIVE);
    }

    /** For segments larger than the MTU. */
    static SluiceContender inTrafficControl() {
        return new SluiceContender(Contenders.SLUICE_TC, "tc", true, Attachment.TC);
    }

    @Override
    public Optional<String> cannot(PacketLoad load) {
        if (attachment == Attachment.TC) {
            return load.isBulk() ? Optional.empty() : Optional.of("for large segments");
        }
        return offloads && load.offloads()
                ? Optional.of("checksums come unfinished: all in Java")
                : Optional.empty();
    }

    @Override
    public Standing start(PacketBed bed, PacketLoad load) throws LabFailure {
        return BenchDirectorProcess.start(
                bed, load.offloads(), 0, places(load.flows()), attachment);
    }

    @Override
    public Swapping start(PacketBed bed, int listeners) throws LabFailure {
        return BenchDirectorProcess.start(bed, false, listeners, places(0), attachment);
    }

    @Override
    public Killable start(PacketBed bed) throws LabFailure {
        return BenchDirectorProcess.start(bed, false, 0, places(0), attachment);
    }

    private int places(int flows) {
        return offloads ? Math.max(PLACES_MIN, flows + flows / 2) : 0;
    }
}

package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;

/** A director whose process is killed while the kernel forwards for it. */
public interface KilledDirector {
    /** Starts it in the middle of a bed. */
    Killable start(PacketBed bed) throws LabFailure;

    /** The director at work. */
    interface Killable extends Contender.Standing {
        /** Ends its process at once: SIGKILL. */
        void kill();

        /** Starts another process in its place; it answers when this returns. */
        void restart() throws LabFailure;
    }
}

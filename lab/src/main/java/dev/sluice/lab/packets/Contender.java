package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import java.util.Optional;

/** Something that may stand between clients and servers. */
public interface Contender {
    String name();

    /** The same in one word, for who wants to measure only some. */
    String word();

    /** Why it cannot take a load, in a few words; empty if it can. */
    Optional<String> cannot(PacketLoad load);

    /** Starts it in the middle of a bed; it answers when this returns. */
    Standing start(PacketBed bed, PacketLoad load) throws LabFailure;

    /** A contender at work. */
    interface Standing extends AutoCloseable {
        /** The address that clients use. */
        default String target() {
            return PacketBed.VIRTUAL;
        }

        /**
         * What there is to say when the load has been there for a while, such as how it is held.
         */
        default String remark() throws LabFailure {
            return "";
        }

        /** Whether it has to see a flow before it forwards it as it will from then on. */
        default boolean learnsFlows() {
            return true;
        }

        /** How long it has to be busy until it is compiled; 0 if it was before. */
        default int compilesSeconds() {
            return 0;
        }

        /** Refuses to go on once it has ended by itself. */
        default void requireAlive() throws LabFailure {}

        @Override
        void close();
    }
}

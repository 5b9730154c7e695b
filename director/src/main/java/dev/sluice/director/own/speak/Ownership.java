package dev.sluice.director.own.speak;

import dev.sluice.director.table.Address;
import dev.sluice.model.unit.Network;
import java.util.List;
import java.util.Set;

/**
 * Hears what the speaker's thread decides. It must not wait: the others are told by that thread.
 */
public interface Ownership {
    /**
     * These are this director's from now on, and no others.
     *
     * @param addresses virtual ones, and gateways
     * @param networks of local addresses
     */
    void owned(Set<Address> addresses, Set<Network> networks);

    /**
     * Whether frames for these are taken by now: before that, nobody is told where they are, so
     * that whoever had them goes on with what comes.
     */
    default boolean takes(List<Address> addresses, List<Network> networks) {
        return true;
    }

    /** This director stood still for longer than others wait: what they did since is unknown. */
    void resync();
}

package dev.sluice.director.own.speak;

import dev.sluice.director.table.Address;
import java.util.Set;

/**
 * Hears what the speaker's thread decides. It must not wait: the others are told by that thread.
 */
public interface Ownership {
    /** These virtual addresses are this director's from now on, and no others. */
    void owned(Set<Address> addresses);

    /** This director stood still for longer than others wait: what they did since is unknown. */
    void resync();
}

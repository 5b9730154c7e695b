package dev.sluice.lab.change;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;

/** One sort of change, done again and again: back and forth, or to something new each time. */
interface Change {
    /** What is changed, in a few words. */
    String name();

    /** Makes the change; the API has answered when this returns. */
    void apply(int round) throws LabFailure;

    /** Whether a request that is made now meets what the round's change made. */
    boolean isVisible(int round) throws IOException;
}

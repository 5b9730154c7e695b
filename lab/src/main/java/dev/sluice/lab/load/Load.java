package dev.sluice.lab.load;

import dev.sluice.lab.process.LabFailure;
import java.net.URI;

/** A way to put load on a server, from the load's core. */
public interface Load {

    /**
     * Loads a server and waits for the end.
     *
     * @param origin scheme, host and port
     * @param seconds how long to measure
     */
    LoadReport run(URI origin, int seconds) throws LabFailure;
}

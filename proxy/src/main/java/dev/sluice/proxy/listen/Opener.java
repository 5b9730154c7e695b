package dev.sluice.proxy.listen;

import dev.sluice.model.node.ListenerConfig;
import dev.sluice.proxy.table.LiveListener;
import java.io.IOException;

/** Opens listeners' ports. Called by the thread that applies a configuration; may block. */
public interface Opener {
    /**
     * Opens a listener's port.
     *
     * @return what closes it again
     * @throws IOException when the kernel refuses
     */
    Runnable open(LiveListener live, ListenerConfig config) throws IOException;
}

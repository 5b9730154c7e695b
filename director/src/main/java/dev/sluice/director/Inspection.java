package dev.sluice.director;

import dev.sluice.director.inspect.InspectSocket;
import dev.sluice.director.inspect.Inspector;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door by which a running director is looked into. Without it, the director forwards on. */
final class Inspection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    private final Inspector inspector;
    private final @Nullable InspectSocket socket;

    private Inspection(Inspector inspector, @Nullable InspectSocket socket) {
        this.inspector = inspector;
        this.socket = socket;
    }

    /**
     * Opens it.
     *
     * @param folder where its socket is to be
     */
    static Inspection of(Inspector.Running running, Path folder) {
        var inspector = new Inspector(running);
        InspectSocket socket = null;
        try {
            socket = InspectSocket.open(folder, inspector);
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot be looked into: no socket in {}", folder, e);
        }
        return new Inspection(inspector, socket);
    }

    /** All tables as text. */
    String dump() {
        return inspector.dumpText();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }
}

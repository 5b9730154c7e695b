package dev.sluice.control.distribute;

import dev.sluice.control.identity.Admission;
import dev.sluice.control.identity.JoinedNode;
import dev.sluice.control.identity.NotAdmitted;
import dev.sluice.node.wire.JoinRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All nodes that have joined, here or away, each with its place at the distributor. Guarded by this
 * object's monitor.
 */
public final class RemoteNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteNodes.class);

    private final Admission admission;
    private final Distributor distributor;
    private final RoleConfigs configs;
    private final StreamTimes times;
    private final InstantSource clock;
    private final Holdings holdings = new Holdings();
    private final Map<String, RemoteNode> nodes = new HashMap<>();

    public RemoteNodes(
            Admission admission,
            Distributor distributor,
            RoleConfigs configs,
            StreamTimes times,
            InstantSource clock) {
        this.admission = admission;
        this.distributor = distributor;
        this.configs = configs;
        this.times = times;
        this.clock = clock;
        admission.register().all().forEach(this::add);
    }

    public Admission admission() {
        return admission;
    }

    /**
     * Lets a node in.
     *
     * @return its certificate and the authority's, as PEM
     */
    public synchronized String join(JoinRequest request, String seenAddress)
            throws NotAdmitted, IOException {
        String certificates = admission.join(request, seenAddress, this::isHere);
        JoinedNode joined = admission.register().find(request.name()).orElseThrow();
        LOG.info("node {} has joined as a {}", joined.name(), request.role());
        RemoteNode before = nodes.get(joined.name());
        if (before == null || before.role() != joined.role()) {
            add(joined);
        }
        configs.takeFleet();
        return certificates;
    }

    private void add(JoinedNode joined) {
        var node =
                new RemoteNode(joined.name(), joined.role(), holdings, distributor, times, clock);
        nodes.put(joined.name(), node);
        node.attach();
    }

    private boolean isHere(String name) {
        RemoteNode node = nodes.get(name);
        return node != null && node.isHere();
    }

    /** The node of a certificate that was checked. */
    public synchronized RemoteNode of(JoinedNode joined) {
        RemoteNode node = nodes.get(joined.name());
        if (node == null) {
            throw new AssertionError("whoever is registered has a place: " + joined.name());
        }
        return node;
    }

    /** Takes note of where a node is now. */
    public synchronized void moved(JoinedNode joined, @Nullable String announced, String seen)
            throws NotAdmitted, IOException {
        if (admission.moved(joined, announced, seen)) {
            configs.takeFleet();
        }
    }

    /**
     * Forgets a node and ends its stream.
     *
     * @return whether there was one
     */
    public synchronized boolean remove(String name) throws IOException {
        boolean known = admission.register().remove(name);
        RemoteNode node = nodes.remove(name);
        if (node != null) {
            node.end("the node " + name + " was removed");
            distributor.detach(name);
        }
        configs.takeFleet();
        return known;
    }

    /** Ends all streams. */
    @Override
    public void close() {
        List<RemoteNode> all;
        synchronized (this) {
            all = List.copyOf(nodes.values());
        }
        all.forEach(node -> node.end("control is stopping"));
    }
}

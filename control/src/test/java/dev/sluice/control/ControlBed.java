package dev.sluice.control;

import dev.sluice.measure.Measure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A control plane on a free port of this machine, with one node, and a client of it. */
public final class ControlBed implements AutoCloseable {
    private final ControlPlane plane;
    private final RecordingNode node = new RecordingNode("proxy-1");
    private final AdminClient client;

    public ControlBed(Path dataDir) throws Exception {
        plane = open(dataDir);
        plane.attach(node);
        client = new AdminClient(plane);
    }

    public static ControlPlane open(Path dataDir) throws ControlStartException {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return ControlPlane.open(new ControlOptions(dataDir, anyPort, null, new Measure()));
    }

    public ControlPlane plane() {
        return plane;
    }

    public RecordingNode node() {
        return node;
    }

    public AdminClient client() {
        return client;
    }

    /** A load balancer {@code web} with one http listener, and the group {@code pages}. */
    public void putWeb() throws Exception {
        client.put(
                "/v1/serverGroups/pages",
                "{\"servers\":[{\"address\":\"127.0.0.1\",\"port\":9001}]}");
        client.put("/v1/loadBalancers/web", "{\"address\":\"127.0.0.1\"}");
        var answer =
                client.put(
                        "/v1/listeners/web-http-80",
                        "{\"loadBalancer\":\"web\",\"protocol\":\"http\",\"port\":80,"
                                + "\"serverGroup\":\"pages\"}");
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.body());
        }
    }

    @Override
    public void close() {
        client.close();
        plane.close();
    }
}

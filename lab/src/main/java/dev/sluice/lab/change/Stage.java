package dev.sluice.lab.change;

import dev.sluice.lab.demo.HttpBackend;
import dev.sluice.lab.demo.TcpBackend;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import dev.sluice.lab.tls.Authority;
import dev.sluice.lab.tls.IssuedCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.LockSupport;

/**
 * The load balancer that the storm is about, with its backends: made through the admin API, removed
 * from it when closed.
 *
 * <pre>
 * storm-http  /          storm-main      one
 *             /weight    storm-weight    one, two: one has weight 0
 *             /servers   storm-servers   one, now and then two
 *             /socket    storm-socket    WebSocket echo
 *             /rule      storm-other     two, while the rule exists
 * storm-https /          storm-main
 * storm-swap  /          storm-main or storm-other
 * storm-tcp              storm-tcp       TCP echo
 * </pre>
 */
final class Stage implements AutoCloseable {
    static final String DOMAIN = "storm.example";
    static final String ONE = "storm-one";
    static final String TWO = "storm-two";

    private static final Duration READY_LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_NS = 5_000_000;

    /** A server as the members of a group are written. */
    record Member(String address, int port, int weight) {}

    private record Made(String kind, String name) {}

    private final AdminApi api;
    private final Authority authority;
    private final HttpBackend one;
    private final HttpBackend two;
    private final TcpBackend echo;
    private final WebSocketBackend socket;
    private final Map<String, Integer> ports = new HashMap<>();
    private final SequencedSet<Made> made = new LinkedHashSet<>();

    private Stage(AdminApi api) throws LabFailure, IOException {
        this.api = api;
        this.authority = Authority.create();
        this.one = HttpBackend.start(ONE);
        this.two = HttpBackend.start(TWO);
        this.echo = TcpBackend.start("storm-echo");
        this.socket = WebSocketBackend.start();
    }

    static Stage set(AdminApi api) throws LabFailure {
        try {
            Stage stage = new Stage(api);
            stage.buildOrClose();
            return stage;
        } catch (IOException e) {
            throw new LabFailure("cannot start the backends: " + e.getMessage(), e);
        }
    }

    private void buildOrClose() throws LabFailure {
        try {
            build();
        } catch (LabFailure e) {
            try (this) {
                throw e;
            }
        }
    }

    private void build() throws LabFailure {
        group("storm-main", server(one.port(), 100));
        group("storm-other", server(two.port(), 100));
        group("storm-weight", server(one.port(), 0), server(two.port(), 100));
        group("storm-servers", server(one.port(), 100));
        group("storm-socket", server(socket.port(), 100));
        group("storm-tcp", server(echo.port(), 100));
        certificate(authority.issue(DOMAIN));
        make("loadBalancers", "storm", Map.of("address", "127.0.0.1"));
        listener("storm-http", "http", "storm-main", Map.of());
        listener("storm-https", "https", "storm-main", Map.of("certificate", "storm"));
        listener("storm-swap", "http", "storm-main", Map.of());
        listener("storm-tcp", "tcp", "storm-tcp", Map.of());
        rule("storm-socket", "/socket", "storm-socket");
        rule("storm-servers", "/servers", "storm-servers");
        rule("storm-weight", "/weight", "storm-weight");
        awaitLast();
    }

    /** Waits for what was made last: it alone sends a path to the second server. */
    private void awaitLast() throws LabFailure {
        long deadlineNs = System.nanoTime() + READY_LIMIT.toNanos();
        while (System.nanoTime() < deadlineNs) {
            try (HttpConnection connection = HttpConnection.open(port("storm-http"), null)) {
                if (connection.get("/weight", true).startsWith("hello from " + TWO)) {
                    return;
                }
            } catch (IOException e) {
                // not listening yet
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new LabFailure(
                "the load balancer 'storm' did not answer in " + READY_LIMIT.toSeconds() + " s");
    }

    /** Port of 127.0.0.1 of a listener that was made. */
    int port(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new AssertionError("the listener " + listener + " was made");
        }
        return port;
    }

    private void make(String kind, String name, Map<String, Object> fields) throws LabFailure {
        api.put(kind, name, fields);
        made.add(new Made(kind, name));
    }

    void change(String kind, String name, Map<String, Object> fields) throws LabFailure {
        api.patch(kind, name, fields);
    }

    void remove(String kind, String name) throws LabFailure {
        api.delete(kind, name);
        made.remove(new Made(kind, name));
    }

    Authority authority() {
        return authority;
    }

    Member serverOne(int weight) {
        return server(one.port(), weight);
    }

    Member serverTwo(int weight) {
        return server(two.port(), weight);
    }

    private static Member server(int port, int weight) {
        return new Member("127.0.0.1", port, weight);
    }

    /** Checks are off: how soon a change is in effect must not wait for a probe. */
    private void group(String name, Member... servers) throws LabFailure {
        Map<String, Object> fields =
                Map.of("healthCheck", Map.of("type", "off"), "servers", List.of(servers));
        make("serverGroups", name, fields);
    }

    void certificate(IssuedCertificate issued) throws LabFailure {
        make("certificates", "storm", Map.of("chain", issued.chainPem(), "key", issued.keyPem()));
    }

    /** Opens a listener on a free port. */
    void listener(String name, String protocol, String group, Map<String, Object> more)
            throws LabFailure {
        int port = Scratch.freePort();
        ports.put(name, port);
        Map<String, Object> fields = new HashMap<>(more);
        fields.putAll(
                Map.of(
                        "loadBalancer", "storm",
                        "protocol", protocol,
                        "port", port,
                        "serverGroup", group));
        make("listeners", name, fields);
    }

    void rule(String name, String path, String group) throws LabFailure {
        make("rules", name, Map.of("listener", "storm-http", "path", path, "serverGroup", group));
    }

    /** Removes what was made, the last first, and ends the backends. */
    @Override
    public void close() throws LabFailure {
        try (one;
                two;
                echo;
                socket) {
            for (Made last : List.copyOf(made.reversed())) {
                remove(last.kind, last.name);
            }
        }
    }
}

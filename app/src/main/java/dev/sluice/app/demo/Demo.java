package dev.sluice.app.demo;

import dev.sluice.app.CommandFailed;
import dev.sluice.lab.demo.DemoBackends;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Three backends of each kind, and the configuration of a load balancer before them. */
public final class Demo implements AutoCloseable {
    /** What the configuration is called in messages. */
    public static final String FILE = "demo.yaml";

    private static final String CHAIN_FILE = "demo.pem";
    private static final String KEY_FILE = "demo.key";

    private final DemoPorts ports;
    private final DemoBackends backends;
    private final DemoCertificate certificate;

    private Demo(DemoPorts ports, DemoBackends backends, DemoCertificate certificate) {
        this.ports = ports;
        this.backends = backends;
        this.certificate = certificate;
    }

    /** Opens the backends and makes the certificate. */
    public static Demo start(DemoPorts ports) {
        try {
            return new Demo(ports, DemoBackends.start(), DemoCertificate.make());
        } catch (IOException e) {
            throw new CommandFailed("cannot open the demo backends: " + e.getMessage(), e);
        }
    }

    /** The files that the configuration names, by name. */
    public Map<String, String> files() {
        return Map.of(CHAIN_FILE, certificate.chainPem(), KEY_FILE, certificate.keyPem());
    }

    /** The configuration, as a user would write it. */
    public String yaml() {
        return """
        loadBalancers:
          - name: demo
            address: 127.0.0.1
            listeners:
              - { name: demo-tcp, protocol: tcp, port: %d, serverGroup: demo-tcp, scheduler: rr }
              - { name: demo-udp, protocol: udp, port: %d, serverGroup: demo-udp, scheduler: rr }
              - { name: demo-http, protocol: http, port: %d, serverGroup: demo-pages, scheduler: rr }
              - name: demo-https
                protocol: https
                port: %d
                certificate: demo
                serverGroup: demo-pages
                scheduler: rr
        serverGroups:
          - name: demo-tcp
            servers:%s
          - name: demo-udp
            healthCheck: { type: off }
            servers:%s
          - name: demo-pages
            healthCheck: { type: http, path: / }
            servers:%s
        certificates:
          - { name: demo, chainFile: %s, keyFile: %s }
        """
                .formatted(
                        ports.tcp(),
                        ports.udp(),
                        ports.http(),
                        ports.https(),
                        servers(backends.tcpPorts()),
                        servers(backends.udpPorts()),
                        servers(backends.httpPorts()),
                        CHAIN_FILE,
                        KEY_FILE);
    }

    /**
     * Commands that any Debian can run, one for each listener; repeated, another backend answers.
     */
    public List<String> commandsToTry() {
        return List.of(
                "curl http://127.0.0.1:" + ports.http() + "/",
                "curl -k https://127.0.0.1:" + ports.https() + "/",
                "bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d; head -1 <&3'".formatted(ports.tcp()),
                "bash -c 'exec 3<>/dev/udp/127.0.0.1/%d; echo hello >&3; head -1 <&3'"
                        .formatted(ports.udp()));
    }

    @Override
    public void close() {
        backends.close();
    }

    private static String servers(List<Integer> ports) {
        return ports.stream()
                .map("\n      - { address: 127.0.0.1, port: %d }"::formatted)
                .collect(Collectors.joining());
    }
}

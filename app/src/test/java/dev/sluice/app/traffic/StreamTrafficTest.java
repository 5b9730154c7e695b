package dev.sluice.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.scenario.Program;
import dev.sluice.app.scenario.Scenario;
import dev.sluice.lab.demo.DemoBackends;
import java.io.IOException;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class StreamTrafficTest {
    @Test
    void tcp_connections_are_spread_and_relayed_both_ways() throws IOException {
        try (var scenario = Scenario.begin();
                var backends = DemoBackends.start()) {
            apply(scenario, "tcp", backends.tcpPorts());

            var greetings = new HashSet<String>();
            for (int i = 0; i < 6; i++) {
                Program bash =
                        Program.run(
                                "bash",
                                "-c",
                                "exec 3<>/dev/tcp/127.0.0.1/%d; echo ping >&3; head -2 <&3"
                                        .formatted(scenario.port("front")));
                var lines = bash.output().lines().toList();
                assertThat(lines).hasSize(2);
                assertThat(lines.get(1)).contains("ping");
                greetings.add(lines.getFirst());
            }
            assertThat(greetings).hasSize(3);
        }
    }

    @Test
    void udp_datagrams_are_spread_and_answered() throws IOException {
        try (var scenario = Scenario.begin();
                var backends = DemoBackends.start()) {
            apply(scenario, "udp", backends.udpPorts());

            var answers = new HashSet<String>();
            for (int i = 0; i < 6; i++) {
                Program bash =
                        Program.run(
                                "bash",
                                "-c",
                                "exec 3<>/dev/udp/127.0.0.1/%d; echo hello >&3; timeout 30 head -1 <&3"
                                        .formatted(scenario.port("front")));
                assertThat(bash.output()).contains("hello");
                answers.add(bash.output());
            }
            assertThat(answers).hasSize(3);
        }
    }

    private static void apply(Scenario scenario, String protocol, java.util.List<Integer> ports) {
        var servers = new StringBuilder();
        ports.forEach(port ->
                servers.append("      - { address: 127.0.0.1, port: ").append(port).append(" }\n"));
        scenario.apply(
                """
                loadBalancers:
                  - name: lines
                    address: 127.0.0.1
                    listeners:
                      - { protocol: %s, port: ${front}, serverGroup: lines, scheduler: rr }
                serverGroups:
                  - name: lines
                    healthCheck: { type: off }
                    servers:
                %s\
                """
                        .formatted(protocol, servers));
    }
}

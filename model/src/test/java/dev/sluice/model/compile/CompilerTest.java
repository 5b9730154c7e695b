package dev.sluice.model.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.CheckType;
import dev.sluice.model.Golden;
import dev.sluice.model.check.Written;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private static final String GROUPS =
            """
            serverGroups: [
              {name: echo, servers: [{address: 127.0.0.1, port: 9000, weight: 7}]},
              {name: pages, healthCheck: {type: http, path: /healthz}, backendTls: {ca: authority},
               servers: [{address: app.internal, port: 9001}]},
              {name: portless, servers: [{address: 127.0.0.2}]},
              {name: unused}],
            certificates: [{name: site, chain: CHAIN, keyId: abc}, {name: other, chain: OTHER},
              {name: authority, chain: CA}],
            accessLists: [{name: office, entries: [192.0.2.0/24]}, {name: unused}]
            """;

    @Test
    void tcp_and_udp_listeners() {
        golden(
                "stream.txt",
                """
                {protocol: tcp, port: 7001, serverGroup: echo, accessList: {deny: office},
                 proxyProtocol: required, maxConnections: 5},
                {protocol: udp, port: 7001, serverGroup: echo, persistenceTimeout: 1m},
                {protocol: tcp, port: 7002, backendPort: 8080, healthCheck: off},
                {protocol: tcp, port: 7003, serverGroup: echo, state: stopped}
                """);
    }

    @Test
    void http_and_https_listeners() {
        golden(
                "http.txt",
                """
                {protocol: http, port: 80, redirect: {https: 443}, accessLog: off},
                {protocol: https, port: 443, serverGroup: pages, certificate: site,
                 certificates: [other], clientCa: authority, idleTimeout: off,
                 stickySession: {cookieTimeout: 1h}, forwarded: {proto: true, trust: office},
                 rules: [
                   {domain: API.example.com, path: /v1, serverGroup: echo, scheduler: wlc},
                   {path: /static, serverGroup: pages, healthCheck: tcp,
                    stickySession: {type: rewrite, cookie: SID}}]}
                """);
    }

    @Test
    void what_did_not_change_keeps_its_revision() {
        String listeners =
                "{protocol: http, port: 80, serverGroup: echo, rules: [{path: /a, serverGroup:"
                        + " pages}]}";
        NodeConfig before = compile(listeners, 1, NodeConfig.EMPTY);

        NodeConfig same = compile(listeners, 2, before);
        NodeConfig changed = compile(listeners.replace("/a", "/b"), 3, same);

        assertThat(same.revision()).isEqualTo(2);
        assertThat(same.resources()).isEqualTo(before.resources());
        assertThat(changed.resources().values().stream().filter(r -> r.revision() == 3))
                .extracting(NodeResource::key)
                .containsExactly("rules/lsn-1");
    }

    @Test
    void what_no_started_listener_reaches_is_left_out() {
        NodeConfig config =
                compile("{protocol: tcp, port: 1, serverGroup: echo}", 1, NodeConfig.EMPTY);

        assertThat(config.resources()).containsOnlyKeys("listener/lsn-1", "group/grp-2");
    }

    @Test
    void a_listener_that_redirects_reaches_no_servers() {
        NodeConfig config =
                compile(
                        """
                        {protocol: http, port: 80, serverGroup: echo, redirect: {https: 443},
                         rules: [{path: /a, serverGroup: pages}]}
                        """,
                        1,
                        NodeConfig.EMPTY);

        assertThat(config.resources()).containsOnlyKeys("listener/lsn-1");
    }

    @Test
    void one_group_with_two_checks_is_two_groups() {
        NodeConfig config =
                compile(
                        """
                        {protocol: tcp, port: 1, serverGroup: echo},
                        {protocol: udp, port: 1, serverGroup: echo},
                        {protocol: tcp, port: 2, serverGroup: echo, healthCheck: off},
                        {protocol: tcp, port: 3, serverGroup: echo, healthCheck: tcp}
                        """,
                        1,
                        NodeConfig.EMPTY);

        assertThat(groups(config))
                .extracting(group -> group.check().type())
                .containsExactlyInAnyOrder(CheckType.TCP, CheckType.UDP, CheckType.OFF);
        assertThat(groups(config))
                .extracting(GroupConfig::id)
                .contains("grp-5")
                .doesNotHaveDuplicates();
    }

    @Test
    void references_that_do_not_resolve_let_nobody_in() {
        NodeConfig config =
                compile(
                        """
                        {protocol: https, port: 1, serverGroup: gone, certificate: site, clientCa: gone,
                         certificates: [other], accessList: {allow: gone}}
                        """,
                        1,
                        NodeConfig.EMPTY);

        ListenerConfig listener = listener(config);
        assertThat(config.resources().get(listener.accept().accessList()))
                .extracting("entries")
                .isEqualTo(List.of());
        assertThat(Objects.requireNonNull(listener.tls()).certificate()).isNull();
        assertThat(listener.tls().certificates()).isEmpty();
        assertThat(groups(config)).extracting(GroupConfig::servers).containsExactly(List.of());
    }

    private static ListenerConfig listener(NodeConfig config) {
        return only(config, ListenerConfig.class).findFirst().orElseThrow();
    }

    private static List<GroupConfig> groups(NodeConfig config) {
        return only(config, GroupConfig.class).toList();
    }

    private static <T> Stream<T> only(NodeConfig config, Class<T> type) {
        return config.resources().values().stream().filter(type::isInstance).map(type::cast);
    }

    private static void golden(String name, String listeners) {
        Golden.check(name, Rendering.of(compile(listeners, 7, NodeConfig.EMPTY)));
    }

    private static NodeConfig compile(String listeners, long revision, NodeConfig previous) {
        String file =
                "{loadBalancers: [{name: web, address: 127.0.0.1, serverGroup: portless,"
                        + " maxConnectionRate: 100, listeners: [\n"
                        + listeners
                        + "]}],\n"
                        + GROUPS
                        + "}";
        return Compiler.compile(Written.file(file).catalog(revision), previous);
    }
}

package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorTest {
    private static final String GROUPS =
            """
            serverGroups: [{name: g, servers: [{address: 127.0.0.1, port: 9001}]}, {name: empty}],
            certificates: [{name: site, chainFile: a.pem, keyFile: a.key}],
            accessLists: [{name: office, entries: [192.0.2.0/24, 2001:db8::/32, 198.51.100.7]}]
            """;

    @Test
    void a_sound_configuration_has_no_complaints() {
        assertThat(
                        complaints(
                                """
                                {protocol: tcp, port: 1, serverGroup: g},
                                {protocol: udp, port: 1, serverGroup: g, scheduler: sch},
                                {protocol: http, port: 80, redirect: {https: 443}},
                                {protocol: https, port: 443, serverGroup: g, certificate: site, http2: false,
                                 accessList: {allow: office}, forwarded: {proto: true, trust: office},
                                 rules: [{path: /a, serverGroup: empty}, {domain: a.b, serverGroup: g}]}
                                """))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tcp | serverGroup: h | ERROR DanglingReference .serverGroup: listener 'web-tcp-80' refers to serverGroup 'h', which does not exist; did you mean 'g'?",
                "tcp | serverGroup: g, accessList: {deny: nobody} | ERROR DanglingReference .accessList.deny: listener 'web-tcp-80' refers to accessList 'nobody', which does not exist; add it, or remove the reference",
                "tcp | serverGroup: g, accessList: {} | ERROR Conflict .accessList: needs either `allow` or `deny`, and not both",
                "tcp | serverGroup: g, accessList: {allow: office, deny: office} | ERROR Conflict .accessList: needs either `allow` or `deny`, and not both",
                "tcp | state: started | WARNING Questionable : serverGroup: is missing, and the load balancer has no default group: nothing is forwarded",
                "https | serverGroup: g | ERROR MissingField : certificate: is missing; an https listener needs the name of a certificate",
                "http | serverGroup: g, certificate: site | ERROR Conflict .certificate: is for https listeners, and this is one for http; remove it, or change the protocol",
                "tcp | serverGroup: g, stickySession: {} | ERROR Conflict .stickySession: is for http and https listeners, and this is one for tcp; remove it, or change the protocol",
                "tcp | serverGroup: g, idleTimeout: 7s | WARNING NoEffect .idleTimeout: is for http and https listeners, and this is one for tcp; remove it, or change the protocol",
                "http | serverGroup: g, connectionDrain: 10s | WARNING NoEffect .connectionDrain: is for tcp and udp listeners, and this is one for http; remove it, or change the protocol",
                "http | serverGroup: g, stickySession: {type: rewrite} | ERROR MissingField .stickySession.cookie: is missing; rewrite needs the name of the servers' own cookie",
                "http | redirect: {https: 443} | WARNING Questionable .redirect.https: leads to port 443, where this load balancer has no https listener",
                "udp | serverGroup: g, healthCheck: {type: udp, request: ping} | ERROR MissingField .healthCheck: lacks `expect`; give both `request` and `expect`, or neither",
                "tcp | serverGroup: g, healthCheck: {request: a, expect: b} | WARNING NoEffect .healthCheck.request: is only sent by checks of type udp",
                "udp | serverGroup: g, healthCheck: http | WARNING Questionable .healthCheck: group 'g' is probed over tcp on the port that serves udp; give the check a type that fits or a `port` of its own",
                "tcp | serverGroup: g, healthCheck: udp | WARNING Questionable .healthCheck: group 'g' is probed over udp on the port that serves tcp; give the check a type that fits or a `port` of its own",
                "tcp | serverGroup: g, bandwidth: 5Mbps | WARNING NotHonoured .bandwidth: needs directors, which forward packets; here it is not limited",
                "tcp | serverGroup: g, synProxy: on | WARNING NotHonoured .synProxy: needs directors, which forward packets; here the kernel finishes every handshake",
                "tcp | serverGroup: g, clientAddress: option | WARNING NotHonoured .clientAddress: needs directors, which forward packets; here servers learn it only by `proxyProtocol`",
                "udp | serverGroup: g, scheduler: qch | WARNING NotHonoured .scheduler: QUIC connection ids are not read yet; hashes like sch",
                "tcp | serverGroup: g, scheduler: ewma | WARNING NotHonoured .scheduler: ewma needs the time that answers take, which only http and https listeners see",
                "http | serverGroup: g, http2: true | WARNING NotHonoured .http2: is not offered yet; clients are served over HTTP/1.1",
                "tcp | serverGroup: g, rules: [{path: /a, serverGroup: g}] | ERROR Conflict .rules[0]: listener: listener 'web-tcp-80' is neither http nor https and cannot have rules",
                "http | serverGroup: g, rules: [{serverGroup: g}] | ERROR MissingField .rules[0]: needs a `domain`, a `path` or both; what no rule takes goes to the listener's own server group",
                "http | serverGroup: g, rules: [{domain: a, serverGroup: g, name: x}, {domain: A, path: /, serverGroup: g, name: y}] | ERROR RuleConflict .rules[1].path: rule 'x' of this listener takes the same domain and path already; remove one of the two",
            })
    void a_listener_that_cannot_be_meant_so_is_complained_of(
            String protocol, String written, String complaint) {
        String line = "{protocol: " + protocol + ", port: 80, " + written + "}";

        assertThat(complaints(line))
                .singleElement()
                .extracting(ValidatorTest::shortened)
                .isEqualTo(complaint.strip());
    }

    /** Drops file and line and the listener's path, with which every complaint begins. */
    private static String shortened(String complaint) {
        return complaint
                .replaceFirst("test.yaml:2: loadBalancers\\[0].listeners\\[0]", "")
                .replaceFirst(" \\.(certificate: is missing|serverGroup: is missing)", " : $1")
                .replaceFirst("(rules\\[0])\\.listener: ", "$1: listener: ");
    }

    @Test
    void a_redirect_has_one_of_five_codes() {
        assertThat(
                        complaints(
                                """
                                {protocol: http, port: 80, redirect: {https: 443, code: 304}},
                                {protocol: https, port: 443, serverGroup: g, certificate: site}
                                """))
                .containsExactly(
                        "ERROR OutOfRange test.yaml:2:"
                                + " loadBalancers[0].listeners[0].redirect.code: must be 301, 302,"
                                + " 303, 307 or 308, not 304");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, tcp, 127.0.0.1, http, true",
        "127.0.0.1, tcp, 127.0.0.1, udp, false",
        "127.0.0.1, tcp, 127.0.0.2, tcp, false",
        "0.0.0.0, tcp, 127.0.0.2, http, true",
        "0.0.0.0, udp, ::1, udp, false",
        "'::', tcp, 127.0.0.1, tcp, true",
        "'::', tcp, 0.0.0.0, tcp, true",
        "::1, tcp, 0:0::1, tcp, true",
        "::1, tcp, ::2, tcp, false",
        "127.0.0.1, tcp, ::ffff:127.0.0.1, tcp, true",
    })
    void two_listeners_do_not_share_an_address_port_and_transport(
            String address, String protocol, String other, String otherProtocol, boolean collide) {
        String file =
                "{loadBalancers: ["
                        + balancer("a", address, protocol)
                        + ", "
                        + balancer("b", other, otherProtocol)
                        + "], serverGroups: [{name: g}]}";

        assertThat(
                        Written.file(file).complaints().stream()
                                .anyMatch(c -> c.contains("AddressInUse")))
                .isEqualTo(collide);
    }

    private static String balancer(String name, String address, String protocol) {
        return "{name: %s, address: %s, serverGroup: g, listeners: [{protocol: %s, port: 80}]}"
                .formatted(name, address, protocol);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "loadBalancers: [{name: a, address: 300.0.0.1}] | must be an IPv4 or IPv6 address, not '300.0.0.1'",
                "loadBalancers: [{name: a, address: 127.1}] | must be an IPv4 or IPv6 address, not '127.1'",
                "loadBalancers: [{name: a, address: ::1, forwarding: nat}] | needs directors, which forward packets; here connections are relayed",
                "accessLists: [{name: a, entries: [10.0.0.1/8]}] | has bits beyond its prefix; write 10.0.0.0/8 for the network, or 10.0.0.1 for the one address",
                "accessLists: [{name: a, entries: [10.0.0.0/33]}] | must be an address or a network such as 192.0.2.0/24, not '10.0.0.0/33'",
                "accessLists: [{name: a}, {name: a}] | another accessList is already named 'a'; give each a name of its own",
                "serverGroups: [{name: a, servers: [{address: b, port: 1}, {address: b, port: 1}]}] | is in the group already; give one server more weight instead",
                "serverGroups: [{name: a, servers: [{address: b:80, port: 1}]}] | must be an address or a host name, not 'b:80'; the port goes into `port`",
                "serverGroups: [{name: a, backendTls: {ca: b}}] | serverGroup 'a' refers to certificate 'b', which does not exist; add it, or remove the reference",
                "certificates: [{name: a}] | is missing; give the chain as PEM, or in a file its name as `chainFile`",
                "certificates: [{name: a, chain: b, chainFile: c}] | stands beside `chainFile`; give only one of the two",
                "cluster: {sync: {group: 224.0.0.82}} | needs directors, which forward packets; there are none here, and it is left unused",
            })
    void other_resources_are_checked_too(String written, String message) {
        assertThat(Written.file("{" + written + "}").complaints())
                .singleElement()
                .asString()
                .endsWith(": " + message);
    }

    @Test
    void a_relay_says_that_it_speaks_no_tls_to_servers() {
        var complaints =
                Written.file(
                                """
                                loadBalancers: [{name: web, address: 127.0.0.1, listeners: [{protocol: tcp, port: 1, serverGroup: secure}]}]
                                serverGroups: [{name: secure, backendTls: on, servers: [{address: 127.0.0.1, port: 2}]}]
                                """
                                        .lines()
                                        .collect(Collectors.joining(",\n", "{", "}")))
                        .complaints();

        assertThat(complaints)
                .singleElement()
                .asString()
                .contains(
                        "WARNING NotHonoured",
                        "serverGroup: has `backendTls`",
                        "bytes pass as they are");
    }

    @Test
    void a_cluster_has_a_group_or_peers() {
        assertThat(
                        Written.file("{cluster: {sync: {group: 10.0.0.1, peers: [999.1.1.1]}}}")
                                .complaints())
                .extracting(complaint -> complaint.split(" ", 5)[3])
                .containsExactly(
                        "cluster.sync.peers[0]:",
                        "cluster.sync:",
                        "cluster.sync.group:",
                        "cluster:");
    }

    @Test
    void servers_without_a_port_need_the_listeners_backend_port() {
        String file =
                """
                {loadBalancers: [{name: a, address: ::1, serverGroup: g, listeners: [
                  {protocol: tcp, port: 80, backendPort: 8080},
                  {protocol: tcp, port: 81}]}],
                serverGroups: [{name: g, servers: [{address: b}]}]}
                """;

        assertThat(Written.file(file).complaints())
                .containsExactly(
                        "ERROR MissingField test.yaml:3: loadBalancers[0].listeners[1].serverGroup:"
                                + " server 'b' of group 'g' has no port; give it one, or listener"
                                + " 'a-tcp-81' a `backendPort`");
    }

    @Test
    void what_was_stored_before_is_named_by_kind_and_name() {
        Written written =
                Written.file(
                        "{loadBalancers: [{name: web, address: ::1, listeners: [{protocol: tcp,"
                                + " port: 80, serverGroup: gone}]}]}");

        assertThat(written.complaintsOfStored())
                .containsExactly(
                        "stored: listeners/web-tcp-80.serverGroup: listener 'web-tcp-80' refers to"
                                + " serverGroup 'gone', which does not exist; add it, or remove the"
                                + " reference");
    }

    private static java.util.List<String> complaints(String listeners) {
        return Written.file(
                        "{loadBalancers: [{name: web, address: 127.0.0.1, listeners: [\n"
                                + listeners
                                + "]}],\n"
                                + GROUPS
                                + "}")
                .complaints();
    }
}

package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingChecksTest {
    private static final String DIRECTORS =
            ", directors: [{name: d, interfaces: [eth0], localAddresses: [198.18.1.0/28]}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bandwidth: 5Mbps | .bandwidth: cannot be limited, since the director does not see what servers answer (forwarding route)",
                "synProxy: on | .synProxy: cannot be on, since the director does not see what servers answer (forwarding route)",
                "clientAddress: proxyProtocol | .clientAddress: cannot be sent as PROXY protocol, and need not: servers see it as the source (forwarding route)",
                "proxyProtocol: required | .proxyProtocol: cannot be taken off: servers get what clients send (forwarding route)",
                "serverGroup: other | .serverGroup: sends to port 8080 of server '10.0.0.4' of group 'other', but a port cannot be changed; it must be 80, the listener's (forwarding route)",
                "serverGroup: portless, backendPort: 81 | .backendPort: sends to port 81 of server '10.0.0.5' of group 'portless', but a port cannot be changed; it must be 80, the listener's (forwarding route)",
            })
    void what_route_cannot_do_is_refused(String written, String complaint) {
        assertThat(complaints("forwarding: route", "protocol: tcp, " + written, DIRECTORS))
                .containsExactly(
                        "ERROR Conflict test.yaml:1: loadBalancers[0].listeners[0]" + complaint);
        assertThat(complaints("forwarding: route", "protocol: tcp, " + written, ""))
                .contains("ERROR Conflict test.yaml:1: loadBalancers[0].listeners[0]" + complaint);
    }

    @Test
    void what_tunnel_cannot_do_is_refused_alike() {
        assertThat(
                        complaints(
                                "forwarding: tunnel, tunnel: gue",
                                "protocol: udp, serverGroup: other, bandwidth: 1Mbps",
                                DIRECTORS))
                .hasSize(2)
                .allMatch(complaint -> complaint.endsWith("(forwarding tunnel)"));
    }

    @Test
    void a_bandwidth_shared_by_listeners_is_refused_with_route() {
        assertThat(complaints("forwarding: route, bandwidth: 1Gbps", "protocol: tcp", DIRECTORS))
                .containsExactly(
                        "ERROR Conflict test.yaml:1: loadBalancers[0].bandwidth: cannot be limited,"
                                + " since the director does not see what servers answer"
                                + " (forwarding route)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fullnat", "nat"})
    void what_sees_both_directions_can_do_all_that(String method) {
        assertThat(
                        complaints(
                                "bandwidth: 1Gbps, forwarding: " + method,
                                "protocol: tcp, serverGroup: other, bandwidth: 5Mbps, synProxy: on,"
                                        + " clientAddress: proxyProtocol",
                                DIRECTORS))
                .isEmpty();
    }

    @Test
    void http_listeners_of_any_method_end_at_a_proxy_that_may_do_all_that() {
        assertThat(
                        complaints(
                                "forwarding: route",
                                "protocol: http, serverGroup: other, proxyProtocol: required",
                                DIRECTORS))
                .isEmpty();
    }

    @Test
    void the_family_of_addresses_is_not_changed_on_the_way_except_in_a_tunnel() {
        String listener = "protocol: tcp, serverGroup: six";

        assertThat(complaints("forwarding: fullnat", listener, DIRECTORS))
                .containsExactly(
                        "ERROR Conflict test.yaml:1: loadBalancers[0].listeners[0].serverGroup:"
                                + " leads to server '2001:db8::5', while the virtual address is of"
                                + " IPv4; directors do not translate between the two, but a tunnel"
                                + " leads over either (forwarding fullnat)");
        assertThat(complaints("forwarding: tunnel", listener, DIRECTORS)).isEmpty();
        assertThat(complaints("forwarding: fullnat", listener, "")).isEmpty();
    }

    @Test
    void where_there_are_directors_nothing_is_said_to_need_them() {
        assertThat(
                        complaints(
                                "forwarding: nat, bandwidth: 1Mbps",
                                "protocol: tcp, bandwidth: 1Mbps, clientAddress: option, synProxy: on",
                                DIRECTORS
                                        + ", cluster: {sync: {group: 224.0.0.82, secretFile: s}}"))
                .isEmpty();
    }

    @Test
    void where_all_is_one_process_directors_do_not_run_and_what_needs_them_is_not_done() {
        assertThat(
                        written(
                                        "forwarding: nat, bandwidth: 1Mbps",
                                        "protocol: tcp, synProxy: on, proxyProtocol: optional",
                                        DIRECTORS)
                                .complaints(Installed.ONE_PROCESS))
                .hasSize(4)
                .allMatch(line -> line.startsWith("WARNING NotHonoured"))
                .anyMatch(line -> line.contains("directors[0]: does not run where all is one"))
                .anyMatch(line -> line.contains("forwarding: needs directors"))
                .anyMatch(line -> line.contains("bandwidth: needs directors"))
                .anyMatch(line -> line.contains("synProxy: needs directors"));
    }

    @Test
    void what_clients_send_of_the_proxy_protocol_passes_a_director_unread() {
        assertThat(complaints("forwarding: fullnat", "protocol: tcp, proxyProtocol: on", DIRECTORS))
                .isNotEmpty();
        assertThat(
                        complaints(
                                "forwarding: fullnat",
                                "protocol: tcp, proxyProtocol: optional",
                                DIRECTORS))
                .singleElement()
                .asString()
                .endsWith("proxyProtocol: is not read by directors; servers get it as sent");
    }

    @Test
    void a_director_needs_local_addresses_to_send_from() {
        String none = ", directors: [{name: d, interfaces: [eth0]}]";

        assertThat(complaints("forwarding: fullnat", "protocol: tcp", none))
                .containsExactly(
                        "WARNING Questionable test.yaml:1: directors[0].localAddresses: has none to"
                                + " send from to the servers of load balancer 'web' (forwarding"
                                + " fullnat): its tcp and udp listeners forward nothing here");
        assertThat(complaints("forwarding: route", "protocol: tcp", none)).isEmpty();
    }

    private static List<String> complaints(String balancer, String listener, String more) {
        return written(balancer, listener, more).complaints();
    }

    private static Written written(String balancer, String listener, String more) {
        String group = listener.contains("serverGroup") ? "" : ", serverGroup: g";
        return Written.file(
                "{loadBalancers: [{name: web, address: 203.0.113.10, "
                        + balancer
                        + ", listeners: [{port: 80, "
                        + listener
                        + group
                        + "}]}], serverGroups: [{name: g, servers: [{address: 10.0.0.3,"
                        + " port: 80}]}, {name: other, servers: [{address: 10.0.0.4, port:"
                        + " 8080}]}, {name: portless, servers: [{address: 10.0.0.5}]},"
                        + " {name: six, servers: [{address: 2001:db8::5, port: 80}]}]"
                        + more
                        + "}");
    }
}

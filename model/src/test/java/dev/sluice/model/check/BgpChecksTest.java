package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpChecksTest {
    private static final String PEER = "{address: 198.51.100.1, as: 64600}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "localAs: 64601 | bgp.peers: names no router to tell; add one, or leave bgp out",
                "localAs: 64601, routerId: 0.0.0.0, peers: [PEER] | bgp.routerId: must be an IPv4 address other than 0.0.0.0, not '0.0.0.0'",
                "localAs: 64601, peers: [PEER, PEER] | bgp.peers[1].address: is that of bgp.peers[0].address, too",
            })
    void what_makes_no_session_is_refused(String bgp, String complaint) {
        assertThat(complaints("fullnat", "", bgp.replace("PEER", PEER)))
                .singleElement()
                .asString()
                .endsWith(complaint);
    }

    @Test
    void nat_is_refused_where_routers_spread_flows() {
        String bgp = "localAs: 64601, peers: [" + PEER + "]";
        assertThat(complaints("nat", "", bgp))
                .singleElement()
                .asString()
                .contains("Conflict", "forwarding: cannot be nat where directors announce");
        for (String method : List.of("fullnat", "route", "tunnel")) {
            assertThat(complaints(method, "", bgp)).as(method).isEmpty();
        }
    }

    @Test
    void one_owner_and_all_owners_do_not_go_together() {
        String bgp = "localAs: 64601, peers: [" + PEER + "]";
        String vrrp = ", vrrp: [{id: 1, addresses: [203.0.113.10]}]";
        assertThat(complaints("fullnat", vrrp, bgp))
                .anyMatch(line -> line.contains("bgp: cannot stand beside vrrp"));
    }

    private static List<String> complaints(String method, String more, String bgp) {
        return Written.file(
                        "{loadBalancers: [{name: web, address: 203.0.113.10, forwarding: "
                                + method
                                + ", listeners: [{protocol: tcp, port: 80, serverGroup: g}]}],"
                                + " serverGroups: [{name: g, servers: [{address: 10.0.0.3,"
                                + " port: 80}]}], directors: [{name: d, interfaces: [eth0],"
                                + " localAddresses: [198.18.1.0/28]"
                                + more
                                + ", bgp: {"
                                + bgp
                                + "}}]}")
                .complaints();
    }
}

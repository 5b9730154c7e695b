package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IpvsChecksTest {
    private static final String NAT =
            ", loadBalancers: [{name: lb, address: 192.0.2.1, forwarding: nat}]";

    @Test
    void listening_to_lvs_is_worth_a_warning() {
        assertThat(complaints("{name: old, interface: eth1}", NAT))
                .singleElement()
                .asString()
                .contains("WARNING Unauthenticated", "cluster.sync.ipvs[0]: takes sessions from");
        assertThat(complaints("{name: old, receive: false}", NAT)).isEmpty();
    }

    @Test
    void a_gateway_that_could_exchange_nothing_is_worth_a_warning() {
        assertThat(complaints("{name: old, receive: false}", NAT.replace("nat", "fullnat")))
                .first()
                .asString()
                .contains("WARNING NoEffect", "LVS knows no fullnat");
    }

    @Test
    void a_group_is_a_multicast_address_and_excludes_peers() {
        assertThat(complaints("{name: old, receive: false, group: 10.0.0.1}", NAT))
                .singleElement()
                .asString()
                .contains("ERROR Malformed", "sync.ipvs[0].group: must be a multicast address");
        assertThat(
                        complaints(
                                "{name: old, receive: false, group: 224.0.0.9, peers: [10.0.0.1]}",
                                NAT))
                .singleElement()
                .asString()
                .contains("ERROR Conflict", "leave one out");
        assertThat(complaints("{name: old, receive: false, peers: [a.b]}", NAT))
                .singleElement()
                .asString()
                .contains("ERROR Malformed", "sync.ipvs[0].peers[0]");
    }

    @Test
    void two_that_listen_at_the_same_place_are_refused() {
        assertThat(
                        complaints(
                                "{name: a, receive: false}, {name: b, receive: false, syncId: 1}",
                                NAT))
                .singleElement()
                .asString()
                .contains("ERROR Duplicate", "sync.ipvs[1]: listens where sync.ipvs[0]");
        assertThat(
                        complaints(
                                "{name: a, receive: false}, {name: a, receive: false, port: 8849}",
                                NAT))
                .singleElement()
                .asString()
                .contains("ERROR Duplicate", "is the name of");
    }

    @Test
    void there_are_few_of_them() {
        String nine = "{name: a, receive: false}";
        for (int i = 1; i < 9; i++) {
            nine += ", {name: a%d, receive: false, port: %d}".formatted(i, 8848 + i);
        }
        assertThat(complaints(nine, NAT))
                .singleElement()
                .asString()
                .contains("ERROR OutOfRange", "cluster.sync.ipvs: are more than 8");
    }

    @Test
    void a_syncid_is_a_byte() {
        assertThat(complaints("{name: a, receive: false, syncId: 256}", NAT))
                .singleElement()
                .asString()
                .contains("must be a whole number from 0 to 255");
    }

    private static List<String> complaints(String ipvs, String more) {
        return Written.file(
                        "{directors: [{name: a}], cluster: {sync: {group: 224.0.0.82,"
                                + " secretFile: s, ipvs: ["
                                + ipvs
                                + "]}}"
                                + more
                                + "}")
                .complaints();
    }
}

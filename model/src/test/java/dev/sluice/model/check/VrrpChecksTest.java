package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VrrpChecksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{id: 1} | vrrp[0]: has no `addresses`; name those that its master owns",
                "{id: 1, addresses: [203.0.113.1, 2001:db8::1]} | vrrp[0].addresses: are of IPv4 and of IPv6; give each a virtual router of its own, and both the same `syncGroup`",
                "{id: 1, addresses: [203.0.113.1], peers: [fe80::1]} | vrrp[0].peers: must be of the same IP version as `addresses`",
                "{id: 1, addresses: [2001:db8::1], version: 2} | vrrp[0].version: 2 knows IPv4 alone; write 3",
                "{id: 1, addresses: [203.0.113.1], version: 2, interval: 1500ms} | vrrp[0].interval: must be whole seconds under `version: 2`; write 1s, or `version: 3`",
                "{id: 1, addresses: [203.0.113.1], interval: 15ms} | vrrp[0].interval: must be a multiple of 10ms",
                "{id: 1, addresses: [203.0.113.1], interface: eth9} | vrrp[0].interface: is none of the director's `interfaces`, where it answers for addresses",
                "{id: 1, addresses: [203.0.113.1]}, {id: 1, interface: eth0, addresses: [203.0.113.2]} | vrrp[1].id: 1 is that of vrrp[0] already, at the same interface",
                "{id: 1, addresses: [203.0.113.1]}, {id: 2, addresses: [203.0.113.1]} | vrrp[1].addresses: has 203.0.113.1, which vrrp[0] has already",
                "{id: 1, syncGroup: g, priority: 9, addresses: [203.0.113.1]}, {id: 2, syncGroup: g, addresses: [203.0.113.2]} | vrrp[1].priority: must be 9, as that of the others in sync group 'g': they move together",
                "{id: 1, addresses: [203.0.113.1], virtualMac: true, peers: [10.0.0.2]} | vrrp[0].virtualMac: needs advertisements by multicast, from which switches learn where the MAC is; leave out `peers`, or `virtualMac`",
            })
    void virtual_routers_that_contradict_themselves_are_refused(String routers, String complaint) {
        assertThat(errors(routers)).singleElement().asString().endsWith(complaint);
    }

    @Test
    void virtual_routers_that_agree_are_taken() {
        assertThat(
                        errors(
                                """
                                {id: 1, interval: 100ms, preempt: false, preemptDelay: 30s,
                                 track: [{interface: eth1, weight: 20}], syncGroup: g,
                                 addresses: [203.0.113.1, 203.0.113.2]},
                                {id: 1, interval: 100ms, syncGroup: g, virtualMac: true,
                                 addresses: [2001:db8::1]},
                                {id: 1, interface: eth1, version: 2, peers: [10.0.0.2],
                                 checksum: message, addresses: [10.0.0.9]}
                                """))
                .isEmpty();
    }

    private static List<String> errors(String routers) {
        return Written.file(
                        "{directors: [{name: d, interfaces: [eth0, eth1], vrrp: ["
                                + routers
                                + "]}]}")
                .complaints()
                .stream()
                .filter(line -> line.startsWith("ERROR"))
                .toList();
    }
}

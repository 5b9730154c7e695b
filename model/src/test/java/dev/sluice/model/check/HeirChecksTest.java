package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeirChecksTest {
    private static final String GATEWAYS =
            "{id: 21, addresses: [10.0.0.21], localAddresses: [198.18.1.0/28]},"
                    + "{id: 22, addresses: [10.0.0.22], localAddresses: [198.18.2.0/28]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{id: 1, addresses: [10.0.0.9], localAddresses: [198.18.9.0/28]} | vrrp[0].localAddresses: has 198.18.9.0/28, which is in no director's `localAddresses`; those are: 198.18.1.0/28, 198.18.2.0/28",
                "{id: 1, addresses: [10.0.0.9], localAddresses: [198.18.1.0/28]}, {id: 2, addresses: [10.0.0.8], localAddresses: [198.18.1.0/28]} | vrrp[1].localAddresses: has 198.18.1.0/28, which vrrp[0].localAddresses has already; a network has one virtual router",
                "{id: 1, addresses: [2001:db8::9], localAddresses: [198.18.1.0/28]} | vrrp[0].localAddresses: has 198.18.1.0/28, which is not of the IP version of `addresses`, the gateway to it",
            })
    void networks_that_cannot_be_handed_on_are_refused(String routers, String complaint) {
        assertThat(errors(routers, "")).singleElement().asString().endsWith(complaint);
    }

    @Test
    void directors_hand_on_the_same_networks_by_the_same_virtual_router() {
        assertThat(errors(GATEWAYS, GATEWAYS)).isEmpty();
        assertThat(errors(GATEWAYS, GATEWAYS.replace("id: 22", "id: 23")))
                .singleElement()
                .asString()
                .endsWith(
                        "directors[1].vrrp[1].localAddresses: must be the same at every director, in the virtual router of the same `id`: director 'a' has 198.18.2.0/28 in virtual router 22");
    }

    @Test
    void nat_needs_a_gateway_that_moves_with_the_virtual_address() {
        String web = "{id: 1, syncGroup: g, addresses: [203.0.113.10]}";
        String gateway = "{id: 2, syncGroup: g, addresses: [10.0.0.20]}";
        String apart = "{id: 2, addresses: [10.0.0.20]}";
        String both = web + ", " + gateway;

        assertThat(errors(both, both)).isEmpty();
        assertThat(errors(both, "")).as("that one owns what it gets").isEmpty();
        for (String mistaken : List.of(web, web + ", " + apart)) {
            assertThat(errors(both, mistaken))
                    .singleElement()
                    .asString()
                    .contains(
                            "loadBalancers[0].forwarding: has 203.0.113.10 in virtual routers that have no gateway for its servers",
                            "give a virtual router of the same `syncGroup` an address");
        }
    }

    private static List<String> errors(String routersOfA, String routersOfB) {
        return Written.file(
                        """
                        {loadBalancers: [{name: web, address: 203.0.113.10, forwarding: nat}],
                         directors: [
                          {name: a, interfaces: [eth0], localAddresses: [198.18.1.0/28], vrrp: [%s]},
                          {name: b, interfaces: [eth0], localAddresses: [198.18.2.0/28], vrrp: [%s]}]}
                        """
                                .formatted(routersOfA, routersOfB))
                .complaints()
                .stream()
                .filter(line -> line.startsWith("ERROR"))
                .toList();
    }
}

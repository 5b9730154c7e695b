package dev.sluice.model.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, true, 192.0.2.0/24",
        "192.0.2.1/24, false, 192.0.2.0/24",
        "192.0.2.129/25, false, 192.0.2.128/25",
        "192.0.2.7, true, 192.0.2.7",
        "192.0.2.7/32, true, 192.0.2.7",
        "0.0.0.0/0, true, 0.0.0.0/0",
        "1.0.0.0/0, false, 0.0.0.0/0",
        "2001:db8::/32, true, 2001:db8:0:0:0:0:0:0/32",
        "2001:db8::1/33, false, 2001:db8:0:0:0:0:0:0/33",
        "::1, true, 0:0:0:0:0:0:0:1",
    })
    void a_network_is_canonical_if_nothing_stands_beyond_its_prefix(
            String text, boolean canonical, String expected) {
        Network network = Network.parse(text).orElseThrow();

        assertThat(network.isCanonical()).isEqualTo(canonical);
        assertThat(network.canonical()).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/08",
                "::/129",
                "1.2.3/24",
                "01.2.3.4",
                "1.2.3.256",
                "host/24",
                "fe80::1%lo/64",
                "[::1]",
                "1.2.3.4/24/24"
            })
    void anything_else_is_no_network(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}

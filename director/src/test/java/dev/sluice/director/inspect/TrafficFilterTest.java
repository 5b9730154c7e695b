package dev.sluice.director.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.table.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficFilterTest {
    @ParameterizedTest
    @CsvSource({
        "'', true",
        "tcp, true",
        "udp, false",
        "proto 6, true",
        "proto tcp, true",
        "proto 17, false",
        "icmp, false",
        "arp, false",
        "host 198.51.100.7, true",
        "host 203.0.113.10, true",
        "host 203.0.113.11, false",
        "host 198.51.100.0/24, true",
        "host 2001:db8::/32, false",
        "port 80, true",
        "port 40000, true",
        "port 81, false",
        "tcp and host 198.51.100.7 and port 80, true",
        "tcp host 198.51.100.7 port 443, false",
        "host 198.51.100.7 host 203.0.113.10, true",
        "host 198.51.100.7 host 203.0.113.11, false"
    })
    void all_words_must_hold(String words, boolean expected) throws NotUnderstood {
        assertThat(matches(filter(words), 6)).isEqualTo(expected);
    }

    @Test
    void icmp_is_that_of_both_versions() throws NotUnderstood {
        assertThat(matches(filter("icmp"), 1)).isTrue();
        assertThat(matches(filter("icmp"), 58)).isTrue();
    }

    @Test
    void without_in_out_or_dropped_both_ways_are_shown() throws NotUnderstood {
        assertThat(filter("tcp").wants(TrafficFilter.Moment.IN)).isTrue();
        assertThat(filter("tcp").wants(TrafficFilter.Moment.OUT)).isTrue();
        assertThat(filter("tcp").wantsOnlyDropped()).isFalse();
        assertThat(filter("in").wants(TrafficFilter.Moment.OUT)).isFalse();
        assertThat(filter("dropped").wantsOnlyDropped()).isTrue();
        assertThat(filter("dropped in").wantsOnlyDropped()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tpc",
                "host",
                "host web",
                "port",
                "port 65536",
                "port x",
                "proto 256",
                "tcp udp"
            })
    void what_makes_no_sense_is_said(String words) {
        assertThatThrownBy(() -> filter(words))
                .isInstanceOf(NotUnderstood.class)
                .hasMessageMatching(".{15,}");
    }

    @Test
    void sessions_neither_come_nor_go() {
        assertThatThrownBy(() -> TrafficFilter.ofSessions(List.of("dropped")))
                .isInstanceOf(NotUnderstood.class);
    }

    private static TrafficFilter filter(String words) throws NotUnderstood {
        return TrafficFilter.ofPackets(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    private static boolean matches(TrafficFilter filter, int protocol) {
        Address client = Address.parse("198.51.100.7").orElseThrow();
        Address virtual = Address.parse("203.0.113.10").orElseThrow();
        return filter.matches(
                protocol, client.high(), client.low(), 40_000, virtual.high(), virtual.low(), 80);
    }
}

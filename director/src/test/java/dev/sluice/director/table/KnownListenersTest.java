package dev.sluice.director.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.TunnelKind;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.ListenerConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownListenersTest {
    private final KnownListeners listeners = new KnownListeners(1, new Measure());

    @Test
    void a_listener_keeps_its_number_and_what_it_uses() {
        LiveListener live = listeners.of(config("a", 80));
        live.adopted();
        listeners.keep(List.of(config("a", 81)));

        assertThat(listeners.of(config("a", 81))).isSameAs(live);
        assertThat(listeners.byPlace()[Numbers.place(live.number())]).isSameAs(live);
    }

    @Test
    void listeners_of_a_load_balancer_share_what_it_uses() {
        assertThat(listeners.of(config("a", 80)).balancer())
                .isSameAs(listeners.of(config("b", 81)).balancer());
    }

    @Test
    void a_removed_listener_is_remembered_until_its_last_session_has_ended() {
        LiveListener live = listeners.of(config("a", 80));
        live.adopted();
        listeners.keep(List.of());
        assertThat(listeners.byPlace()).contains(live);

        live.left();
        listeners.keep(List.of());
        assertThat(listeners.byPlace()).containsOnlyNulls();
        assertThat(listeners.of(config("a", 80)).number()).isNotEqualTo(live.number());
    }

    private static ListenerConfig config(String id, int port) {
        return new ListenerConfig(
                id,
                1,
                id,
                "lb",
                "lb-1",
                "192.0.2.1",
                port,
                Protocol.TCP,
                null,
                new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0),
                null,
                null,
                null,
                new ForwardConfig(Forwarding.FULLNAT, TunnelKind.IPIP, SynProxyMode.AUTO, 0, 0));
    }
}

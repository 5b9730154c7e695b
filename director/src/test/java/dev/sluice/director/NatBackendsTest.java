package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.filter.Endpoint;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NatBackendsTest {
    private static final Endpoint LEAVING = endpoint("10.91.2.2");
    private static final Endpoint STAYING = endpoint("10.91.2.3");

    private final TableBuilder builder =
            new TableBuilder(_ -> Optional.empty(), () -> 0, 1, 1, new Measure());
    private final NatBackends backends = new NatBackends();
    private ForwardingTable table = ForwardingTable.EMPTY;

    @Test
    void replies_of_a_server_that_left_are_taken_while_somebody_speaks_with_it() {
        use(0, "10.91.2.2", "10.91.2.3");
        LiveServer leaving = live("10.91.2.2");
        leaving.count(0, 1);
        use(1_000, "10.91.2.3");

        assertThat(backends.update(table, 10_000_000)).isFalse();
        assertThat(backends.endpoints()).containsExactlyInAnyOrder(LEAVING, STAYING);
    }

    @Test
    void a_closed_connections_last_segments_are_taken_too_and_then_no_more() {
        use(0, "10.91.2.2", "10.91.2.3");
        use(1_000, "10.91.2.3");

        assertThat(backends.update(table, NatBackends.LINGER_MS)).isFalse();
        assertThat(backends.endpoints()).contains(LEAVING);
        assertThat(backends.update(table, NatBackends.LINGER_MS + 1)).isTrue();
        assertThat(backends.endpoints()).containsExactly(STAYING);
    }

    @Test
    void a_removed_listeners_servers_are_not_forgotten_either() {
        use(0, "10.91.2.2", "10.91.2.3");
        live("10.91.2.2").count(0, 1);
        table = builder.build(new Written().config(), Written.DIRECTOR, table);
        builder.settle();

        backends.update(table, 10_000_000);
        assertThat(backends.endpoints()).containsExactly(LEAVING);
    }

    private void use(long nowMs, String... servers) {
        var written =
                new Written()
                        .servers(servers)
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.NAT);
        table = builder.build(written.config(), Written.DIRECTOR, table);
        builder.settle();
        backends.update(table, nowMs);
    }

    private LiveServer live(String address) {
        Address wanted = Address.parse(address).orElseThrow();
        var target = table.targets().getFirst();
        return target.server(target.placeOf(wanted.high(), wanted.low(), Written.PORT)).live();
    }

    private static Endpoint endpoint(String address) {
        return new Endpoint(Address.parse(address).orElseThrow(), 6, Written.PORT);
    }
}

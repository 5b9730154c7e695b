package dev.sluice.director.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.table.LiveServer.Standing;
import dev.sluice.measure.Measure;
import org.junit.jupiter.api.Test;

class KnownServersTest {
    private static final String GROUP = "echo";
    private static final String ONE = "10.0.0.31:80";
    private static final String OTHER = "10.0.0.32:80";

    private final KnownServers servers = new KnownServers(1, new Measure());

    @Test
    void a_server_has_its_work_until_nobody_goes_by_the_table_that_gives_it() {
        LiveServer one = settled(ONE, 100);
        servers.begin();
        LiveServer other = servers.named(GROUP, OTHER, 100, 2);

        assertThat(one.standing()).isEqualTo(Standing.SERVING);
        assertThat(other.standing()).isEqualTo(Standing.SERVING);
        assertThat(servers.byPlace()).contains(one, other);

        servers.settle(3);
        assertThat(one.standing()).isEqualTo(Standing.GONE);
        assertThat(one.sinceMs()).isEqualTo(3);
        assertThat(other.standing()).isEqualTo(Standing.SERVING);
    }

    @Test
    void so_has_one_that_shall_rest() {
        LiveServer one = settled(ONE, 100);
        servers.begin();
        servers.named(GROUP, ONE, 0, 2);

        assertThat(one.standing()).isEqualTo(Standing.SERVING);
        servers.settle(3);
        assertThat(one.standing()).isEqualTo(Standing.RESTING);
    }

    @Test
    void a_new_one_that_shall_rest_has_no_work_at_all() {
        servers.begin();
        assertThat(servers.named(GROUP, ONE, 0, 1).standing()).isEqualTo(Standing.RESTING);
    }

    @Test
    void one_that_comes_back_is_the_same_and_has_work_at_once() {
        LiveServer one = settled(ONE, 100);
        settled(OTHER, 100);
        assertThat(one.standing()).isEqualTo(Standing.GONE);

        servers.begin();
        assertThat(servers.named(GROUP, ONE, 100, 2)).isSameAs(one);
        assertThat(one.standing()).isEqualTo(Standing.SERVING);
        servers.settle(3);
        assertThat(one.standing()).isEqualTo(Standing.SERVING);
    }

    private LiveServer settled(String endpoint, int weight) {
        servers.begin();
        LiveServer server = servers.named(GROUP, endpoint, weight, 1);
        servers.settle(1);
        return server;
    }
}

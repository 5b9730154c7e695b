package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.worker.Attachment;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel forwards while what it goes by is changed. */
@Timeout(180)
class RevokedInSpaceTest {
    private static final int FLOWS = 8;
    private static final int CHANGES = 6;
    private static final int SEEN_AFTER = 400;
    private static final List<String> SERVERS = SmallRegion.SERVERS;

    @TempDir Path folder;

    private final Written written = new Written();

    @ParameterizedTest
    @CsvSource({", FULLNAT", ", NAT", "TC, FULLNAT"})
    void after_a_change_is_acknowledged_no_packet_goes_the_old_way(
            @Nullable Attachment attachment, Forwarding method) throws IOException {
        written.servers(SERVERS.get(0)).listener(Written.VIRTUAL, Protocol.UDP, method);
        try (var bed = bed("revo", attachment);
                var sinks = new NumberedSinks(bed.region.servers, SERVERS);
                var flows = new NumberedFlows(bed.region.client, FLOWS)) {
            for (int change = 1; change <= CHANGES; change++) {
                Patience.await(() -> bed.measure.total(Counter.OFFLOADED_SESSIONS) == FLOWS);
                String before = SERVERS.get((change - 1) % 2);
                String after = SERVERS.get(change % 2);
                bed.apply(written.servers(after).config());
                long last = flows.sent();

                Patience.await(() -> sinks.highest(after) > last + SEEN_AFTER);
                assertThat(sinks.highest(before))
                        .as("the last that came to " + before + " of " + last)
                        .isLessThanOrEqualTo(last);
            }
        }
    }

    @Test
    void after_a_listener_is_taken_away_nothing_comes_of_its_flows() throws IOException {
        String other = "203.0.113.11";
        written.servers(SERVERS.get(0))
                .listener(Written.VIRTUAL, Protocol.UDP, Forwarding.FULLNAT)
                .listener(other, Protocol.TCP, Forwarding.FULLNAT);
        try (var bed = bed("revl", null);
                var sinks = new NumberedSinks(bed.region.servers, SERVERS);
                var flows = new NumberedFlows(bed.region.client, FLOWS)) {
            Patience.await(() -> bed.measure.total(Counter.OFFLOADED_SESSIONS) == FLOWS);

            bed.apply(written.without(Written.VIRTUAL, Protocol.UDP).config());
            long last = flows.sent();

            Patience.await(() -> flows.sent() > last + SEEN_AFTER);
            assertThat(sinks.highest(SERVERS.get(0))).isLessThanOrEqualTo(last);
            assertThat(bed.measure.total(Counter.OFFLOADED_SESSIONS)).isZero();
        }
    }

    @Test
    void when_a_servers_mac_changes_its_flows_go_there() throws IOException {
        written.servers(SERVERS.get(0)).listener(Written.VIRTUAL, Protocol.UDP, Forwarding.FULLNAT);
        try (var bed = bed("revm", null);
                var sinks = new NumberedSinks(bed.region.servers, SERVERS);
                var flows = new NumberedFlows(bed.region.client, FLOWS)) {
            Patience.await(() -> bed.measure.total(Counter.OFFLOADED_SESSIONS) == FLOWS);
            String link = SmallRegion.INSIDE + 0;
            bed.region.servers.sysctl("net/ipv4/conf/" + link + "/arp_notify", "1");

            bed.region.servers.exec("ip", "link", "set", link, "address", "02:00:00:00:77:01");
            long last = flows.sent();

            Patience.await(() -> sinks.highest(SERVERS.get(0)) > last + SEEN_AFTER);
            Patience.await(() -> bed.measure.total(Counter.OFFLOADED_SESSIONS) == FLOWS);
            long packets = bed.measure.total(Counter.OFFLOADED_PACKETS);
            Patience.await(
                    () -> bed.measure.total(Counter.OFFLOADED_PACKETS) > packets + SEEN_AFTER);
        }
    }

    private DirectorBed bed(String word, @Nullable Attachment attachment) {
        var bed = new DirectorBed(folder, 1, written, word, 256, attachment);
        bed.region.takeRedirected();
        bed.servers.forEach(NamedServer::close);
        return bed;
    }
}

package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.NodeConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two whole directors that share sessions, over the wire between them. */
@Timeout(180)
class SharingInSpaceTest {
    private static final String FIRST = "sharing-1";
    private static final String SECOND = "sharing-2";

    private static final SyncConfig PEERS =
            new SyncConfig(
                    null,
                    8850,
                    null,
                    List.of("10.91.3.1", "10.91.3.2"),
                    "cluster.secret",
                    List.of());

    private final Path folder;

    SharingInSpaceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void a_connection_of_a_director_that_is_gone_is_known_at_the_other() throws IOException {
        SpaceDirector.secret(folder);
        Written written = written(PEERS);
        try (var bed = new DirectorBed(folder, 1, written, "shr");
                var other = other(bed, written.config());
                Socket socket = bed.connect(Written.VIRTUAL)) {
            DirectorBed.readLine(socket);
            assertThat(DirectorBed.echo(socket, "hello")).isEqualTo("hello");
            String port = ":" + socket.getLocalPort();

            Patience.await(() -> other.sessions().contains(port));
            Patience.await(() -> says(bed.measure, "sluice_sync_sessions_safe 1"));
            Patience.await(() -> says(bed.measure, "sluice_sync_complete 1"));
            Patience.await(() -> says(bed.measure, "sluice_sync_peers 1"));
            Patience.await(() -> says(bed.measure, "sluice_sync_unauthenticated 0"));
            bed.stop();
            assertThat(bed.measure.prometheusText()).doesNotContain("sluice_sync_peers 1");
            Patience.await(() -> says(other.measure, "sluice_sync_peers 0"));
            assertThat(other.sessions()).contains(port);

            bed.start(written.config());
            assertThat(DirectorBed.echo(socket, "again")).isEqualTo("again");
            Patience.await(() -> says(bed.measure, "sluice_sync_sessions_safe 1"));
        }
    }

    @Test
    void without_a_good_secret_packets_are_forwarded_and_sessions_are_not_shared()
            throws IOException {
        Files.writeString(folder.resolve("cluster.secret"), "short");
        Written written = written(group(SmallRegion.BESIDE));
        try (var bed = new DirectorBed(folder, 1, new Written(FIRST), "shr")) {
            assertThat(bed.refusals(written.config()))
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.message()).contains("restart it"))
                    .satisfies(refusal -> assertThat(refusal.key()).isEqualTo("cluster/c"));
            assertThat(bed.served(2)).isNotEmpty();
            bed.stop();
            bed.open();
            assertThat(bed.refusals(written.config()))
                    .singleElement()
                    .satisfies(refusal ->
                            assertThat(refusal.message()).contains("shorter than 16 bytes"));
            assertThat(bed.served(2)).isNotEmpty();

            SpaceDirector.secret(folder);
            assertThat(bed.refusals(written.config())).isEmpty();
            assertThat(bed.refusals(written(group("lo")).config())).isEmpty();
            assertThat(bed.refusals(written(group("absent")).config()))
                    .singleElement()
                    .satisfies(refusal ->
                            assertThat(refusal.message()).contains("no interface absent"));
            Patience.await(() -> says(bed.measure, "sluice_sync_unauthenticated 0"));
            assertThat(bed.served(2)).isNotEmpty();
        }
    }

    /** The second director, at the far end of the first one's third interface. */
    private SpaceDirector other(DirectorBed bed, NodeConfig config) throws IOException {
        return new SpaceDirector(bed.region.others, SECOND, 2, folder, config);
    }

    private static SyncConfig group(String link) {
        return new SyncConfig("224.0.0.82", 8850, link, List.of(), "cluster.secret", List.of());
    }

    private static Written written(SyncConfig sync) {
        return new Written(FIRST)
                .beside(SECOND, SmallRegion.BESIDE + 0)
                .servers("10.91.2.2", "10.91.2.3")
                .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT)
                .sharing(sync);
    }

    private static boolean says(Measure measure, String line) {
        return measure.prometheusText().contains(line + "\n");
    }
}

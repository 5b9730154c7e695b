package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.NodeConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the kernels of two directors forward, one of which has what the other had before. */
@Timeout(180)
class HeirInSpaceTest {
    private static final String FIRST = "heir-1";
    private static final String SECOND = "heir-2";
    private static final String VIRTUAL = "10.91.1.100";
    private static final String BEHIND = "10.91.2.100";
    private static final String FIRST_LOCALS = "198.18.1.0/28";
    private static final String SECOND_LOCALS = "198.18.2.0/28";
    private static final int PLACES = 256;
    private static final int LINES = 100;

    @TempDir Path folder;

    @Test
    void a_connection_goes_by_the_heirs_kernel_from_the_address_of_who_stopped_and_not_by_his()
            throws IOException {
        try (var region = new PartedRegion("heir");
                var server = new NamedServer(region.servers, PartedRegion.SERVER, Written.PORT)) {
            region.takeRedirected();
            region.servers.exec("ip", "route", "add", FIRST_LOCALS, "via", BEHIND);
            try (var first = director(region, FIRST, 1);
                    var second = director(region, SECOND, 2)) {
                Patience.await(() -> isMaster(first) && second.dump().contains(" backup "));
                try (Socket near = PartedRegion.connect(VIRTUAL, region.near)) {
                    Patience.await(() -> byKernel(first) == 1);
                    Patience.await(() -> second.sessions().contains(":" + near.getLocalPort()));
                    assertThat(byKernel(second)).isZero();

                    first.stop();
                    assertThat(keys()).isEmpty();

                    talk(near);
                    Patience.await(() -> byKernel(second) == 1);
                    long before = second.measure.total(Counter.OFFLOADED_PACKETS);
                    talk(near);
                    Patience.await(() ->
                            second.measure.total(Counter.OFFLOADED_PACKETS) >= before + 2 * LINES);
                }
                assertThat(server.clientAddresses()).allMatch(one -> one.startsWith("198.18.1."));
            }
        }
    }

    private SpaceDirector director(PartedRegion region, String name, int number)
            throws IOException {
        var space = number == 1 ? region.first : region.second;
        return new SpaceDirector(space, name, number, folder, config(), PLACES);
    }

    private static NodeConfig config() {
        List<String> peers = List.of(PartedRegion.FIRST_BACK, PartedRegion.SECOND_BACK);
        List<String> locals = List.of(FIRST_LOCALS, SECOND_LOCALS);
        return new Written(FIRST)
                .heir(FIRST, 150, FIRST_LOCALS, VIRTUAL, BEHIND, locals)
                .heir(SECOND, 100, SECOND_LOCALS, VIRTUAL, BEHIND, locals)
                .servers(PartedRegion.SERVER)
                .listener(VIRTUAL, Protocol.TCP, Forwarding.FULLNAT)
                .sharing(new SyncConfig(null, 8850, null, peers, "cluster.secret", List.of()))
                .config();
    }

    private static boolean isMaster(SpaceDirector director) {
        return director.dump().lines().filter(line -> line.contains(" master ")).count() == 2;
    }

    private static long byKernel(SpaceDirector director) {
        return director.measure.total(Counter.OFFLOADED_SESSIONS);
    }

    private static void talk(Socket socket) throws IOException {
        for (int i = 0; i < LINES; i++) {
            assertThat(DirectorBed.echo(socket, "line " + i)).isEqualTo("line " + i);
        }
    }

    /** What the first one's program would still find, were it asked. */
    private static List<byte[]> keys() {
        var pins = BpfFolder.open(DirectorOptions.BPF_ROOT, "sluice/" + FIRST);
        String flows =
                pins.names().stream()
                        .filter(name -> name.startsWith("flows-"))
                        .findFirst()
                        .orElseThrow();
        try (BpfMap map = Objects.requireNonNull(pins.map(flows))) {
            return map.keys();
        }
    }
}

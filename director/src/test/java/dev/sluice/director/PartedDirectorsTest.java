package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two directors that do not hear each other's advertisements for a while. */
@Timeout(180)
class PartedDirectorsTest {
    private static final String FIRST = "parted-1";
    private static final String SECOND = "parted-2";
    private static final String VIRTUAL = "10.91.1.100";
    private static final String FIRST_LOCALS = "198.18.1.0/28";
    private static final String SECOND_LOCALS = "198.18.2.0/28";
    private static final Pattern MASTER = Pattern.compile("10 outside ipv4 +master");
    private static final Pattern BACKUP = Pattern.compile("10 outside ipv4 +backup");

    @TempDir Path folder;

    @Test
    void each_side_is_served_by_its_own_and_one_master_is_left_that_goes_on_with_all()
            throws IOException {
        try (var region = new PartedRegion("prt");
                var server = new NamedServer(region.servers, PartedRegion.SERVER, Written.PORT);
                var first = new SpaceDirector(region.first, FIRST, 1, folder, config());
                var second = new SpaceDirector(region.second, SECOND, 2, folder, config())) {
            region.route(FIRST_LOCALS, PartedRegion.FIRST_BACK);
            region.route(SECOND_LOCALS, PartedRegion.SECOND_BACK);
            Patience.await(() -> is(MASTER, first) && is(BACKUP, second));
            try (Socket near = PartedRegion.connect(VIRTUAL, region.near);
                    Socket far = PartedRegion.connect(VIRTUAL, region.far)) {
                talk(near, far);
                Patience.await(() -> knows(second, near) && knows(second, far));

                region.trunk(false);
                Patience.await(() -> is(MASTER, first) && is(MASTER, second));
                talk(near);
                try (Socket nearLater = PartedRegion.connect(VIRTUAL, region.near);
                        Socket farLater = PartedRegion.connect(VIRTUAL, region.far)) {
                    talk(nearLater, farLater);
                    assertThat(region.isFoundAt(region.far, VIRTUAL, region.second)).isTrue();
                    Patience.await(() -> knows(first, farLater));

                    region.trunk(true);
                    Patience.await(() -> is(MASTER, first) && is(BACKUP, second));
                    Patience.await(() -> region.isFoundAt(region.far, VIRTUAL, region.first));
                    talk(near, far, nearLater, farLater);
                    assertThat(is(MASTER, first) && is(BACKUP, second)).isTrue();
                }
            }
            assertThat(server.clientAddresses()).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private static NodeConfig config() {
        List<String> peers = List.of(PartedRegion.FIRST_BACK, PartedRegion.SECOND_BACK);
        return new Written(FIRST)
                .member(FIRST, 150, FIRST_LOCALS, VIRTUAL)
                .member(SECOND, 100, SECOND_LOCALS, VIRTUAL)
                .servers(PartedRegion.SERVER)
                .listener(VIRTUAL, Protocol.TCP, Forwarding.FULLNAT)
                .sharing(new SyncConfig(null, 8850, null, peers, "cluster.secret", List.of()))
                .config();
    }

    private static boolean is(Pattern state, SpaceDirector director) {
        return state.matcher(director.dump()).find();
    }

    private static boolean knows(SpaceDirector director, Socket client) {
        return director.sessions().contains(":" + client.getLocalPort() + " ");
    }

    /** Each is answered, however long it takes. */
    private static void talk(Socket... sockets) {
        for (Socket socket : sockets) {
            try {
                assertThat(DirectorBed.echo(socket, "hello")).isEqualTo("hello");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

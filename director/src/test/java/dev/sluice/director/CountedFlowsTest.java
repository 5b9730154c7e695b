package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a director has counted of its listeners' packets, some of which went by Java and some by the
 * kernel, is what came to both ends' interfaces, to the packet and the byte.
 */
@Timeout(180)
@ParameterizedClass
@EnumSource(
        value = Forwarding.class,
        names = {"FULLNAT", "NAT"})
class CountedFlowsTest {
    private static final int PLACES = 256;
    private static final int EACH = 12;
    private static final int ROUNDS = 60;
    private static final int WORDS_MAX = 1_400;

    @TempDir Path folder;

    private final Random random = new Random(7);
    private final Written written =
            new Written().servers(SmallRegion.SERVERS.toArray(String[]::new));
    private DirectorBed bed;
    private CountingEnd atClient;
    private CountingEnd atServers;

    CountedFlowsTest(Forwarding method) {
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
            written.listener(Written.VIRTUAL, protocol, method);
        }
    }

    /** Nothing gets lost for a neighbour that is not known yet. */
    @BeforeEach
    void begin() {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(),
                "Not run: making network namespaces needs root (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
        bed = new DirectorBed(folder, 1, written, "cnt", PLACES);
        NetworkSpace client = bed.region.client;
        atClient = new CountingEnd(client, SmallRegion.OUTSIDE + 0, CountingEnd.SOURCE);
        NetworkSpace servers = bed.region.servers;
        atServers = new CountingEnd(servers, SmallRegion.INSIDE + 0, CountingEnd.DESTINATION);
        Patience.await(() -> SmallRegion.SERVERS.stream().allMatch(this::isKnown));
        bed.apply(written.config());
    }

    private boolean isKnown(String server) {
        return bed.dump()
                .lines()
                .filter(line -> line.contains(" " + server + " "))
                .anyMatch(line -> line.matches(".* ([0-9a-f]{2}:){5}[0-9a-f]{2}"));
    }

    @AfterEach
    void end() {
        if (bed != null) {
            atClient.close();
            atServers.close();
            bed.close();
        }
    }

    @Test
    void conversations_count_from_their_first_packet_to_their_last() throws IOException {
        try (var talk = new Talk(bed.region.client)) {
            talk.connect(EACH, Written.VIRTUAL);
            talk.open(EACH, Written.VIRTUAL);
            do {
                talk.round();
            } while (total(Counter.OFFLOADED_SESSIONS) < 2 * EACH);
            for (int i = 0; i < ROUNDS; i++) {
                talk.round("x".repeat(1 + random.nextInt(WORDS_MAX)));
            }
            mustAgree(Protocol.UDP);
            assertThat(listeners(Counter.LISTENER_PACKETS_IN, Protocol.UDP))
                    .isEqualTo(talk.datagrams());
        }
        Patience.await(() -> listeners(Counter.LISTENER_ACTIVE, Protocol.TCP) == 0);
        mustAgree(Protocol.TCP);

        long byKernel = total(Counter.OFFLOADED_PACKETS);
        assertThat(byKernel).isGreaterThan(2L * EACH * ROUNDS);
        assertThat(packets(Protocol.TCP) + packets(Protocol.UDP)).isGreaterThan(byKernel);
    }

    /** How many packets came through. */
    private long packets(Protocol protocol) {
        return atClient.packets(protocol) + atServers.packets(protocol);
    }

    /** In the end, when what is on its way has come and all that was counted has come home. */
    private void mustAgree(Protocol protocol) {
        try {
            Patience.await(() -> counted(protocol).equals(came(protocol)));
        } catch (AssertionError e) {
            String words = "counted " + counted(protocol) + ", but there came " + came(protocol);
            throw new AssertionError(protocol + ": " + words + "\n" + bed.dump(), e);
        }
    }

    /** Bytes each way; of UDP packets too, which TCP's listeners do not count. */
    private List<Long> counted(Protocol protocol) {
        boolean udp = protocol == Protocol.UDP;
        return List.of(
                listeners(Counter.LISTENER_BYTES_IN, protocol),
                listeners(Counter.LISTENER_BYTES_OUT, protocol),
                udp ? listeners(Counter.LISTENER_PACKETS_IN, protocol) : 0,
                udp ? listeners(Counter.LISTENER_PACKETS_OUT, protocol) : 0);
    }

    private List<Long> came(Protocol protocol) {
        boolean udp = protocol == Protocol.UDP;
        return List.of(
                atServers.bytes(protocol),
                atClient.bytes(protocol),
                udp ? atServers.packets(protocol) : 0,
                udp ? atClient.packets(protocol) : 0);
    }

    private long listeners(Counter counter, Protocol protocol) {
        return bed.measure.total(counter, "web", "echo-" + protocol);
    }

    private long total(Counter counter) {
        return bed.measure.total(counter);
    }
}

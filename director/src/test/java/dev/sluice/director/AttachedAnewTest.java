package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.worker.Attachment;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directors that take frames another way than those before them, or from links that were away. */
@Timeout(180)
class AttachedAnewTest {
    private static final String NAME = "anew-director";
    private static final int SESSIONS = 256;
    private static final int EACH = 8;
    private static final String DOOR = "sluice-o";

    @TempDir Path folder;

    private @Nullable DirectorBed bed;
    private final Written written =
            new Written(NAME)
                    .servers("10.91.2.2")
                    .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT)
                    .listener(Written.VIRTUAL, Protocol.UDP, Forwarding.FULLNAT);

    @BeforeEach
    void begin() {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(),
                "Not run: making network namespaces needs root (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
    }

    @AfterEach
    void end() {
        if (bed != null) {
            bed.close();
        }
    }

    private DirectorBed bed(Attachment attachment) {
        var made = new DirectorBed(folder, 1, written, "anew", SESSIONS, attachment);
        made.region.takeRedirected();
        bed = made;
        return made;
    }

    @Test
    void sessions_go_on_by_each_way_after_another_and_nothing_stays_of_the_one_before()
            throws IOException {
        DirectorBed with = bed(Attachment.NATIVE);
        try (var talk = new Talk(with.region.client)) {
            begin(with, talk);
            for (var way :
                    List.of(
                            Attachment.TC,
                            Attachment.GENERIC,
                            Attachment.TC,
                            Attachment.NATIVE,
                            Attachment.GENERIC,
                            Attachment.NATIVE)) {
                restart(with, talk, way);
                requireAttached(with, way);
                talk.round();
                talk.round();
                requireCounted(with, talk);
            }
            assertThat(with.measure.total(Counter.SESSIONS_OFFLOADED)).isEqualTo(talk.size());
            assertThat(with.measure.total(Counter.SESSIONS_REVOKED)).isZero();
        }
    }

    @Test
    void without_a_cache_nothing_is_left_in_traffic_control_and_workers_forward()
            throws IOException {
        DirectorBed with = bed(Attachment.TC);
        try (var talk = new Talk(with.region.client)) {
            begin(with, talk);
            with.offloadedMax = 0;
            restart(with, talk, null);

            requireAttached(with, Attachment.NATIVE);
            assertThat(pins())
                    .noneMatch(pin -> pin.matches("(flows|shortcuts|entries|taken|ended|out).*"));
            talk.round();
            requireCounted(with, talk);
            assertThat(with.sessions())
                    .hasSize(talk.size())
                    .noneMatch(one -> one.contains(" kernel "));
        }
    }

    @Test
    void what_is_given_back_leaves_no_door() throws IOException {
        DirectorBed with = bed(Attachment.TC);
        requireAttached(with, Attachment.TC);
        with.release();
        assertThat(pins()).isEmpty();
        assertThat(links(with)).noneMatch(link -> link.name().startsWith("sluice-"));
    }

    @ParameterizedTest
    @EnumSource(Attachment.class)
    void connections_go_on_after_links_were_down(Attachment attachment) throws IOException {
        DirectorBed with = bed(attachment);
        try (var talk = new Talk(with.region.client)) {
            talk.connect(EACH, Written.VIRTUAL);
            awaitOffloaded(with, talk);
            for (String port : List.of(SmallRegion.OUTSIDE, SmallRegion.INSIDE)) {
                with.region.director.exec("ip", "link", "set", port, "down");
                with.region.director.exec("ip", "link", "set", port, "up");
            }
            talk.round();
            awaitOffloaded(with, talk);
            long packets = with.measure.total(Counter.OFFLOADED_PACKETS);
            for (int i = 0; i < EACH; i++) {
                talk.round();
            }
            long least = packets + (long) EACH * talk.size();
            Patience.await(() -> with.measure.total(Counter.OFFLOADED_PACKETS) >= least);
        }
    }

    @ParameterizedTest
    @EnumSource(Attachment.class)
    void a_link_that_was_made_anew_is_taken_from_by_the_next_process(Attachment attachment)
            throws IOException {
        DirectorBed with = bed(attachment);
        with.stop();
        with.region.makeOutsideAgain();
        with.start(written.config());
        requireAttached(with, attachment);
        try (var talk = new Talk(with.region.client)) {
            begin(with, talk);
        }
    }

    /** Has all be forwarded by the kernel. Connections first: they say their words again. */
    private static void begin(DirectorBed with, Talk talk) throws IOException {
        talk.connect(EACH, Written.VIRTUAL);
        talk.open(EACH, Written.VIRTUAL);
        awaitOffloaded(with, talk);
        requireCounted(with, talk);
    }

    private static void awaitOffloaded(DirectorBed with, Talk talk) throws IOException {
        do {
            talk.round();
        } while (with.measure.total(Counter.OFFLOADED_SESSIONS) < talk.size());
    }

    /** The kernel forwards meanwhile, by the way before. */
    private void restart(DirectorBed with, Talk talk, @Nullable Attachment way) throws IOException {
        with.stop();
        talk.round();
        with.attachment = way;
        with.start(written.config());
    }

    /** Each datagram was forwarded, and counted, once. */
    private static void requireCounted(DirectorBed with, Talk talk) {
        Patience.await(() -> datagrams(with) >= talk.datagrams());
        assertThat(datagrams(with)).isEqualTo(talk.datagrams());
    }

    private static long datagrams(DirectorBed with) {
        return with.measure.total(Counter.LISTENER_PACKETS_IN, "web", "echo-UDP");
    }

    private static void requireAttached(DirectorBed with, Attachment way) {
        assertThat(pins())
                .filteredOn(pin -> pin.startsWith("link-"))
                .containsExactlyInAnyOrderElementsOf(
                        SmallRegion.PORTS.stream()
                                .flatMap(port -> kinds(way).stream().map(kind -> kind + port))
                                .toList());
        List<Link> links = links(with);
        assertThat(links)
                .filteredOn(link -> SmallRegion.PORTS.contains(link.name()))
                .allMatch(link -> link.xdpProgram() == 0 == (way == Attachment.TC));
        assertThat(links.stream().map(Link::name).filter(name -> name.startsWith(DOOR)).sorted())
                .isEqualTo(
                        links.stream()
                                .filter(link -> way == Attachment.TC)
                                .filter(link -> SmallRegion.PORTS.contains(link.name()))
                                .map(link -> DOOR + link.index())
                                .sorted()
                                .toList());
    }

    private static List<String> kinds(Attachment way) {
        return way == Attachment.TC
                ? List.of("link-tc-", "link-door-")
                : List.of("link-" + way.name().toLowerCase(Locale.ROOT) + "-");
    }

    private static List<Link> links(DirectorBed with) {
        try (Netlink netlink = with.region.director.netlink()) {
            return netlink.links().all();
        }
    }

    private static List<String> pins() {
        return BpfFolder.open(DirectorOptions.BPF_ROOT, "sluice/" + NAME).names();
    }
}

package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Ending;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.SessionWatcher;
import dev.sluice.director.session.TcpStates;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.call.KernelException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the kernel's maps; what the program would write, the test writes. */
class OffloadTest {
    private static final String PINS = "sluice-toffload-pins";
    private static final int PLACES = 16;

    /** A quarter of a terabyte. */
    private static final int TOO_MANY = 1_000_000_000;

    private static final int IDLE_MS = 10_000;
    private static final int TCP = 6;
    private static final int FIN_ACK = 0x11;
    private static final int[] INTERFACES = {5, 6};

    @TempDir Path files;

    private BpfFolder folder;
    private FlowCache cache;
    private SessionSlab slab;
    private SessionTable sessions;
    private Offload offload;
    private final Forwarding forwarding = new Forwarding();
    private long nowMs = 1_000;
    private long nowNs;

    /** How long it takes from one look at the clock to the next. */
    private long lookNs;

    /** A forwarder's part, as the test wants it. */
    private final class Forwarding implements Passage, SessionWatcher {
        final List<String> counted = new ArrayList<>();
        final List<Integer> passed = new ArrayList<>();
        boolean may = true;
        long serverMac = 0x0200_0000_0001L;

        @Override
        public boolean isFor(int id, long at) {
            return may;
        }

        @Override
        public boolean wayToServer(long at) {
            return true;
        }

        @Override
        public boolean wayToClient(long at) {
            return true;
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public long mac() {
            return serverMac;
        }

        @Override
        public long ownMac() {
            return 0x0200_0000_0002L;
        }

        @Override
        public int mtu() {
            return 1500;
        }

        @Override
        public int overhead(long at) {
            return 0;
        }

        @Override
        public int wrap(long at, long entry) {
            return FlowEntry.TUNNELS;
        }

        @Override
        public boolean isWrapped(long at, long entry) {
            return true;
        }

        @Override
        public void counted(int listener, int direction, long packets, long bytes) {
            counted.add(listener + " " + direction + " " + packets + " " + bytes);
        }

        @Override
        public void passed(int id, long at, int direction, int tcpFlags, long seenMs) {
            passed.add(tcpFlags);
            sessions.seen(id, IDLE_MS, seenMs);
        }

        @Override
        public void ended(int id, long at, Ending why) {
            offload.ended(at);
        }

        @Override
        public void overdue(int id, long at) {
            offload.overdue(at);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"), "not run without root: BPF");
        folder = BpfFolder.open(Path.of("/sys/fs/bpf"), PINS);
        folder.remove();
        folder = BpfFolder.open(Path.of("/sys/fs/bpf"), PINS);
        open(PLACES);
    }

    private void open(int places) throws IOException {
        cache = FlowCache.open(folder, places, 1);
        slab = SessionSlab.inFile(files.resolve("sessions"), 64, new UUID(1, 2));
        sessions = new SessionTable(slab, 8, 1, forwarding, nowMs);
        offload = new Offload(sessions, forwarding, cache, 0, INTERFACES, nowMs, this::look);
        offload.adopt();
        LooseKeys.remove(cache);
        for (FormerFlows former : FormerFlows.in(folder, cache)) {
            try (former) {
                former.bringHome(0, sessions, forwarding);
                former.remove();
            }
        }
    }

    @AfterEach
    void end() throws IOException {
        if (cache != null) {
            close();
            folder.remove();
        }
    }

    private void close() throws IOException {
        offload.close();
        sessions.close();
        slab.close();
        cache.close();
    }

    @Test
    void a_session_is_put_in_with_both_its_flows_once_it_has_waited() {
        int id = offered(1);
        goOn(Offload.WAIT_MS - 1);
        assertThat(keys()).isZero();

        goOn(1);

        assertThat(offload.size()).isEqualTo(1);
        assertThat(keys()).isEqualTo(2);
        assertThat(FlowEntry.isLive(ALL, entry(id, Session.FROM_CLIENT))).isTrue();
        assertThat(FlowEntry.isLive(ALL, entry(id, Session.FROM_SERVER))).isTrue();
        assertThat(FlowEntry.session(ALL, entry(id, Session.FROM_SERVER))).isEqualTo(id);
    }

    @Test
    void frames_wait_only_so_long_while_sessions_are_put_in() {
        for (int i = 0; i < Admission.LOOK_EACH + 2; i++) {
            offered(i);
        }
        lookNs = Admission.ADMITTING_NS;

        goOn(Offload.WAIT_MS);
        assertThat(offload.size()).isEqualTo(Admission.LOOK_EACH);

        goOn(2);
        assertThat(offload.size()).isEqualTo(Admission.LOOK_EACH + 2);
    }

    @Test
    void of_one_whose_answers_go_another_way_there_is_one_flow() {
        int id = session(1);
        Session.method(ALL, sessions.at(id), Session.ROUTE);
        offload.offer(id, sessions.at(id), nowMs);
        goOn(Offload.WAIT_MS);

        assertThat(keys()).isEqualTo(1);
        sessions.remove(id);
        assertThat(keys()).isZero();
    }

    @Test
    void one_whose_answers_go_another_way_has_none_of_who_was_at_its_place_before() {
        int before = installed(1);
        seen(before, Session.FROM_SERVER, 2, 2000, FIN_ACK);
        sessions.remove(before);
        offload.rested(offload.leftSoFar());
        forwarding.counted.clear();

        int id = session(2);
        Session.method(ALL, sessions.at(id), Session.ROUTE);
        offload.offer(id, sessions.at(id), nowMs);
        goOn(Offload.WAIT_MS);
        seen(id, Session.FROM_CLIENT, 1, 40, 0x10);
        goOn(600);

        assertThat(forwarding.counted).containsExactly("77 0 1 40");
        assertThat(offload.size()).isEqualTo(1);
    }

    @Test
    void what_a_program_counts_while_a_session_leaves_comes_home_too() {
        int id = installed(1);
        seen(id, Session.FROM_CLIENT, 3, 300, 0x10);
        long entry = entry(id, Session.FROM_CLIENT);
        sessions.remove(id);
        assertThat(forwarding.counted).containsExactly("77 0 3 300");

        add(entry + FlowEntry.PACKETS, 1);
        add(entry + FlowEntry.BYTES_SEEN, 100);
        offload.rested(offload.leftSoFar());
        goOn(1);
        goOn(600);

        assertThat(forwarding.counted).containsExactly("77 0 3 300", "77 0 1 100");
    }

    @Test
    void a_packet_that_is_being_counted_comes_home_with_its_bytes() {
        long entry = entry(installed(1), Session.FROM_CLIENT);
        add(entry + FlowEntry.BYTES_SEEN, 100);
        goOn(600);
        assertThat(forwarding.counted).isEmpty();

        add(entry + FlowEntry.PACKETS, 1);
        goOn(600);

        assertThat(forwarding.counted).containsExactly("77 0 1 100");
    }

    @Test
    void one_that_ends_while_it_waits_or_after_is_not_there() {
        int id = offered(1);
        sessions.remove(id);
        assertThat(offered(2)).isEqualTo(id);
        goOn(Offload.WAIT_MS);
        assertThat(offload.size()).isEqualTo(1);
        long entry = entry(id, Session.FROM_CLIENT);

        sessions.remove(id);

        assertThat(offload.size()).isZero();
        assertThat(FlowEntry.isLive(ALL, entry)).isFalse();
        assertThat(keys()).isZero();
    }

    @Test
    void what_was_counted_comes_home_once_also_what_comes_as_the_session_ends() {
        int id = installed(1);
        seen(id, Session.FROM_CLIENT, 3, 300, 0x10);
        seen(id, Session.FROM_SERVER, 2, 2000, 0x10);
        goOn(600);
        goOn(600);
        assertThat(forwarding.counted).containsExactly("77 0 3 300", "77 1 2 2000");

        seen(id, Session.FROM_CLIENT, 1, 40, 0x10);
        sessions.remove(id);

        assertThat(forwarding.counted).hasSize(3).contains("77 0 1 40");
        assertThat(offload.packets()).isEqualTo(6);
        assertThat(offload.bytes()).isEqualTo(2340);
    }

    @Test
    void a_session_lives_on_from_its_last_packet_by_the_kernel() {
        int id = installed(1);
        nowMs += IDLE_MS - 200;
        seen(id, Session.FROM_SERVER, 1, 40, 0x10);
        nowMs += 1_000;
        sessions.advance(100, nowMs);
        assertThat(sessions.size()).isEqualTo(1);

        nowMs += IDLE_MS - 1_100;
        sessions.advance(100, nowMs);
        assertThat(sessions.size()).isEqualTo(1);
        nowMs += 400;
        sessions.advance(100, nowMs);
        assertThat(sessions.size()).isZero();
        assertThat(keys()).isZero();
    }

    @Test
    void a_session_that_is_revoked_lives_on_from_its_last_packet_by_the_kernel() {
        int id = installed(1);
        nowMs += IDLE_MS - 200;
        seen(id, Session.FROM_CLIENT, 1, 40, 0x10);

        offload.revoke(sessions.at(id));

        assertThat(offload.size()).isZero();
        assertThat(forwarding.counted).containsExactly("77 0 1 40");
        nowMs += IDLE_MS - 100;
        sessions.advance(100, nowMs);
        assertThat(sessions.size()).isEqualTo(1);
        nowMs += 400;
        sessions.advance(100, nowMs);
        assertThat(sessions.size()).isZero();
    }

    @Test
    void a_connection_that_closes_as_it_is_revoked_is_known_to() {
        int id = installed(1);
        seen(id, Session.FROM_SERVER, 1, 40, FIN_ACK);

        offload.revoke(sessions.at(id));

        assertThat(forwarding.passed).containsExactly(FIN_ACK);
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void a_connection_that_begins_to_close_goes_back_to_java() {
        int id = installed(1);
        seen(id, Session.FROM_CLIENT, 1, 40, FIN_ACK);

        goOn(600);

        assertThat(forwarding.passed).containsExactly(FIN_ACK);
        assertThat(offload.size()).isZero();
        assertThat(keys()).isZero();
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void a_change_revokes_what_may_not_stay_or_would_go_another_way_before_it_is_said_to_be_done() {
        int stays = installed(1);
        var done = new ArrayList<String>();
        offload.changed();
        offload.afterSweep(() -> done.add("the same"));
        assertThat(done).isEmpty();
        goOn(2);
        assertThat(done).containsExactly("the same");
        assertThat(offload.size()).isEqualTo(1);

        forwarding.serverMac++;
        offload.changed();
        goOn(2);
        assertThat(offload.size()).isZero();

        offload.offer(stays, sessions.at(stays), nowMs);
        offload.rested(offload.leftSoFar());
        goOn(Offload.WAIT_MS);
        assertThat(offload.size()).isEqualTo(1);
        forwarding.may = false;
        offload.changed();
        goOn(2);
        assertThat(offload.size()).isZero();
        assertThat(keys()).isZero();
    }

    @Test
    void while_somebody_watches_all_packets_go_by_java() {
        int id = installed(1);
        offload.watched(true);
        goOn(2);
        assertThat(keys()).isZero();

        offload.offer(id, sessions.at(id), nowMs);
        goOn(Offload.WAIT_MS);
        assertThat(keys()).isZero();

        offload.watched(false);
        offload.offer(id, sessions.at(id), nowMs);
        goOn(Offload.WAIT_MS);
        assertThat(keys()).isEqualTo(2);
    }

    @Test
    void a_place_that_was_left_is_given_again_only_after_it_has_rested() {
        for (int i = 0; i < PLACES; i++) {
            int id = offered(i);
            goOn(Offload.WAIT_MS);
            sessions.remove(id);
        }
        offered(PLACES);
        goOn(Offload.WAIT_MS);
        assertThat(offload.size()).isZero();
        assertThat(offload.full()).isEqualTo(1);

        offload.rested(offload.leftSoFar());
        offered(PLACES + 1);
        goOn(Offload.WAIT_MS);
        assertThat(offload.size()).isEqualTo(1);
    }

    @Test
    void when_it_is_crowded_only_those_come_in_that_are_seen_again_and_silent_ones_leave() {
        for (int i = 0; i < PLACES; i++) {
            int id = offered(i);
            sessions.prolong(id, IDLE_MS + 1, nowMs);
            goOn(Offload.WAIT_MS);
        }
        assertThat(offload.size()).isLessThan(PLACES).isGreaterThan(PLACES / 2);
        for (int i = 0; i < 8; i++) {
            goOn(100);
        }
        long left = offload.size();
        offered(PLACES);
        goOn(Offload.WAIT_MS);
        assertThat(offload.size()).isEqualTo(left);
    }

    @Test
    void the_next_process_goes_on_with_the_sessions_that_it_has_and_no_others() throws IOException {
        int kept = installed(1);
        int gone = installed(2);
        seen(kept, Session.FROM_CLIENT, 3, 300, 0x10);
        long lost = entry(gone, Session.FROM_CLIENT);
        FlowEntry.owner(ALL, lost, 0, gone, -1, Session.FROM_CLIENT);
        Session.fastPlace(ALL, sessions.at(gone), 0);
        close();
        open(PLACES);

        assertThat(offload.size()).isEqualTo(1);
        assertThat(FlowEntry.isLive(ALL, entry(kept, Session.FROM_CLIENT))).isTrue();
        assertThat(keys()).isEqualTo(2);
        assertThat(forwarding.counted).containsExactly("77 0 3 300");
        forwarding.counted.clear();
        seen(kept, Session.FROM_CLIENT, 1, 100, 0x10);
        goOn(600);
        assertThat(forwarding.counted).containsExactly("77 0 1 100");

        sessions.remove(kept);
        assertThat(keys()).isZero();
        sessions.remove(gone);
    }

    @Test
    void what_was_counted_while_no_process_was_there_is_taken_once_and_keeps_a_session_alive()
            throws IOException {
        int id = installed(1);
        int silent = installed(2);
        seen(id, Session.FROM_CLIENT, 3, 300, 0x10);
        goOn(600);
        assertThat(forwarding.counted).containsExactly("77 0 3 300");
        nowMs += IDLE_MS;
        seen(id, Session.FROM_SERVER, 5, 500, 0x10);
        close();
        forwarding.counted.clear();
        open(PLACES);

        assertThat(forwarding.counted).containsExactly("77 1 5 500");
        sessions.advance(100, nowMs + 1_000);
        assertThat(sessions.size()).isEqualTo(1);
        assertThat(Session.fastPlace(ALL, sessions.at(id))).isPositive();
        assertThat(Session.protocol(ALL, sessions.at(silent))).isZero();
        close();
        forwarding.counted.clear();
        open(PLACES);
        assertThat(forwarding.counted).isEmpty();
    }

    @Test
    void a_cache_of_another_size_takes_over_what_there_was_with_what_was_counted()
            throws IOException {
        int first = installed(1);
        int second = installed(2);
        close();
        open(2 * PLACES);
        assertThat(offload.size()).isEqualTo(2);
        assertThat(keys()).isEqualTo(4);
        assertThat(pins()).noneMatch(pin -> pin.endsWith("-" + PLACES));
        seen(first, Session.FROM_CLIENT, 3, 300, 0x10);
        seen(second, Session.FROM_SERVER, 2, 200, 0x10);
        close();

        open(1);
        assertThat(offload.size()).isEqualTo(1);
        assertThat(forwarding.counted).containsExactlyInAnyOrder("77 0 3 300", "77 1 2 200");
        assertThat(pins()).noneMatch(pin -> pin.endsWith("-" + 2 * PLACES));
        assertThat(sessions.size()).isEqualTo(2);
    }

    @Test
    void what_went_by_entries_of_another_version_goes_by_those_of_this_one() throws IOException {
        int id = installed(1);
        seen(id, Session.FROM_CLIENT, 3, 300, 0x10);
        try (var former = ForgedFlows.of(folder, cache)) {
            close();
            FlowCache.remove(folder);
            former.pin();
            open(PLACES);
            assertThat(former.live()).isZero();
        }

        assertThat(offload.size()).isEqualTo(1);
        assertThat(FlowEntry.packets(ALL, entry(id, Session.FROM_CLIENT))).isZero();
        assertThat(keys()).isEqualTo(2);
        assertThat(forwarding.counted).containsExactly("77 0 3 300");
        assertThat(pins()).noneMatch(pin -> pin.contains("-0-"));
    }

    @Test
    void what_would_go_another_way_by_now_goes_that_way_at_once() throws IOException {
        int id = installed(1);
        seen(id, Session.FROM_CLIENT, 3, 300, 0x10);
        close();
        forwarding.serverMac++;
        open(PLACES);

        assertThat(forwarding.counted).containsExactly("77 0 3 300");
        assertThat(offload.size()).isEqualTo(1);
        assertThat(Wire.u48(ALL, entry(id, Session.FROM_CLIENT) + FlowEntry.GOES_MACS))
                .isEqualTo(forwarding.serverMac);
    }

    @Test
    void what_is_not_a_cache_at_all_is_taken_away() throws IOException {
        close();
        folder.map("entries-nonsense", MapShape.counters(7)).close();
        folder.map("flows-nonsense", MapShape.hash(4, 4, 7)).close();
        open(PLACES);
        assertThat(pins()).noneMatch(pin -> pin.contains("nonsense"));
    }

    @Test
    void without_memory_there_is_none_and_nothing_is_left_open_or_behind() throws IOException {
        close();
        FlowCache.remove(folder);
        assertThatThrownBy(() -> FlowCache.open(folder, TOO_MANY, 1))
                .isInstanceOf(KernelException.class);
        FlowCache.remove(folder);
        assertThat(pins()).isEmpty();
        open(PLACES);
    }

    private List<String> pins() {
        return folder.names();
    }

    private long look() {
        nowNs += lookNs;
        return nowNs;
    }

    private void goOn(int ms) {
        nowMs += ms;
        offload.goOn(nowMs);
    }

    private int keys() {
        return cache.allKeys().size();
    }

    private long entry(int id, int direction) {
        int place = Session.fastPlace(ALL, sessions.at(id));
        assertThat(place).isPositive();
        return cache.at(FlowCache.entry(place - 1, direction));
    }

    /** What the program writes for packets. */
    private void seen(int id, int direction, int packets, int bytes, int tcpFlags) {
        long at = entry(id, direction);
        add(at + FlowEntry.PACKETS, packets);
        add(at + FlowEntry.BYTES_SEEN, bytes);
        ALL.set(ValueLayout.JAVA_INT, at + FlowEntry.TCP_FLAGS, tcpFlags);
        ALL.set(ValueLayout.JAVA_LONG, at + FlowEntry.LAST_SEEN, nowMs * 1_000_000);
    }

    private static void add(long at, long value) {
        ALL.set(ValueLayout.JAVA_LONG, at, ALL.get(ValueLayout.JAVA_LONG, at) + value);
    }

    private int installed(int number) {
        int id = offered(number);
        goOn(Offload.WAIT_MS);
        assertThat(Session.fastPlace(ALL, sessions.at(id))).isPositive();
        return id;
    }

    private int offered(int number) {
        int id = session(number);
        offload.offer(id, sessions.at(id), nowMs);
        return id;
    }

    private int session(int number) {
        int id = sessions.reserve();
        long at = sessions.at(id);
        Session.client(ALL, at, 0, 0xFFFF_0A5B_0101L, 2000 + number);
        Session.virtual(ALL, at, 0, 0xFFFF_CB00_710AL, 80);
        Session.server(ALL, at, 0, 0xFFFF_0A5B_0202L, 8080);
        Session.local(ALL, at, 0, 0xFFFF_C612_0101L, 2000 + number);
        Session.clientOrigin(ALL, at, 0x0200_0000_0099L, 0);
        Session.listener(ALL, at, 77);
        Session.method(ALL, at, Session.FULLNAT);
        Session.state(ALL, at, TcpStates.ESTABLISHED);
        assertThat(sessions.insert(id, TCP, false, IDLE_MS, nowMs)).isTrue();
        return id;
    }
}

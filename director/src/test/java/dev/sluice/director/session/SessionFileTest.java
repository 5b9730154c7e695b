package dev.sluice.director.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {
    private static final UUID BOOT = new UUID(1, 2);
    private static final long NOW_MS = 77_000_000;
    private static final int PROTOCOL_AT = 48;
    private static final int STATUS_AT = 56;
    private static final int CLIENT_PORT_AT = 34;

    @TempDir private Path folder;

    @Test
    void who_opens_the_file_next_goes_on_with_the_sessions_under_the_same_ids() throws IOException {
        int id = writeThree();

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS + 3000)) {
            assertThat(bed.table.size()).isEqualTo(3);
            assertThat(bed.find(Tuple.fullnat(2).fromClient())).isEqualTo(id << 1);
            assertThat(bed.find(Tuple.fullnat(2).fromServer())).isEqualTo(id << 1 | 1);
            assertThat(bed.add(Tuple.fullnat(3), 1000)).isEqualTo(4);
            bed.pass(7_200);
            assertThat(bed.table.size()).isZero();
        }
    }

    @Test
    void half_open_sessions_stay_in_the_budget() throws IOException {
        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 1, NOW_MS)) {
            bed.addHalfOpen(Tuple.fullnat(0));
            bed.add(Tuple.fullnat(1), 1000);
        }

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.halfOpen()).isEqualTo(1);
            assertThat(bed.table.size()).isEqualTo(2);
        }
    }

    @Test
    void local_ports_of_adopted_sessions_are_taken() throws IOException {
        writeThree();
        Tuple tuple = Tuple.fullnat(1);

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            var ports =
                    new LocalPorts(new long[] {0}, new long[] {tuple.local()}, LocalPorts.PORT_MIN);
            int ofPort = tuple.localPort() % LocalPorts.CLASSES;
            int picked = ports.pick(bed.table, 0, ofPort, 0, tuple.server(), 8443, Tuple.TCP);
            assertThat(LocalPorts.port(picked)).isEqualTo(tuple.localPort() + LocalPorts.CLASSES);
        }
    }

    @Test
    void sessions_of_another_boot_are_not_looked_at() throws IOException {
        writeThree();

        try (SessionSlab slab = open(100, new UUID(1, 3));
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.size()).isZero();
            assertThat(bed.add(Tuple.fullnat(0), 1000)).isEqualTo(1);
        }
    }

    @Test
    void sessions_that_ended_meanwhile_are_not_taken_over() throws IOException {
        writeThree();

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS + 10_000)) {
            assertThat(bed.table.size()).isZero();
        }
    }

    @Test
    void a_session_that_was_being_written_is_dropped_and_its_id_given_again() throws IOException {
        int id = writeThree();
        poke(id, PROTOCOL_AT, 0);

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.size()).isEqualTo(2);
            assertThat(bed.find(Tuple.fullnat(2).fromClient())).isEqualTo(SessionTable.NONE);
            assertThat(bed.add(Tuple.fullnat(7), 1000)).isEqualTo(id);
        }
    }

    @Test
    void a_session_that_cannot_be_is_dropped() throws IOException {
        int id = writeThree();
        poke(id, STATUS_AT, 15 << 2);

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.size()).isEqualTo(2);
        }
    }

    @Test
    void of_two_sessions_that_contradict_each_other_one_is_dropped() throws IOException {
        int id = writeThree();
        poke(id, CLIENT_PORT_AT, Tuple.fullnat(1).clientPort() & 0xFF);

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.size()).isEqualTo(2);
            assertThat(bed.find(Tuple.fullnat(1).fromClient())).isPositive();
        }
    }

    @Test
    void a_larger_capacity_keeps_all_and_a_smaller_one_what_fits() throws IOException {
        writeThree();

        try (SessionSlab slab = open(1000, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.size()).isEqualTo(3);
        }
        try (SessionSlab slab = open(2, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.size()).isEqualTo(2);
            assertThat(bed.table.reserve()).isZero();
        }
    }

    @Test
    void a_file_of_something_else_is_begun_anew() throws IOException {
        Files.writeString(file(), "something else entirely\n".repeat(1000));

        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 2, NOW_MS)) {
            assertThat(bed.table.size()).isZero();
        }
    }

    @Test
    void a_file_in_use_is_refused_with_a_sentence() throws IOException {
        try (SessionSlab slab = open(100, BOOT)) {
            assertThat(slab.capacity()).isEqualTo(100);
            assertThatThrownBy(() -> open(100, BOOT)).hasMessageContaining("sessions");
        }
    }

    /** Returns the id of {@code Tuple.fullnat(2)}. */
    private int writeThree() throws IOException {
        try (SessionSlab slab = open(100, BOOT);
                Bed bed = new Bed(slab, 8, 1, NOW_MS)) {
            bed.add(Tuple.fullnat(0), 10_000);
            bed.add(Tuple.fullnat(1), 10_000);
            return bed.add(Tuple.fullnat(2), 10_000);
        }
    }

    private void poke(int id, int field, int value) throws IOException {
        try (FileChannel file = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {(byte) value}), SessionTable.offset(id) + field);
        }
    }

    private SessionSlab open(int capacity, UUID boot) throws IOException {
        return SessionSlab.inFile(file(), capacity, boot);
    }

    private Path file() {
        return folder.resolve("sessions");
    }
}

package dev.sluice.director.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.call.Errno;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryAheadTest {
    private static final int PAGE_BYTES = 4096;
    private static final int SESSIONS = 100_000;
    private static final long STEP_BYTES = MemoryAhead.STEP_BYTES;

    @TempDir Path folder;

    @Test
    void the_index_is_taken_step_by_step() throws IOException {
        try (var index = new HugePages(3 * STEP_BYTES + PAGE_BYTES);
                SessionSlab slab = SessionSlab.anonymous(1)) {
            var ahead = new MemoryAhead(index.memory(), slab);
            assertThat(ahead.takeIndex(1)).isTrue();
            assertThat(isThere(index.memory(), STEP_BYTES - PAGE_BYTES)).isTrue();
            assertThat(isThere(index.memory(), 3 * STEP_BYTES)).isFalse();

            assertThat(ahead.takeIndex(2)).isTrue();
            assertThat(ahead.takeIndex(2)).isFalse();
            for (long at = 0; at < index.memory().byteSize(); at += PAGE_BYTES) {
                assertThat(isThere(index.memory(), at)).as("page at %d", at).isTrue();
            }
            assertThat(ahead.takeIndex(1)).isFalse();
            assertThat(ahead.refusal()).isZero();
        }
    }

    @Test
    void of_the_slab_as_much_is_taken_as_is_asked_for_and_no_more() throws IOException {
        UUID boot = UUID.randomUUID();
        try (var index = new HugePages(PAGE_BYTES);
                SessionSlab slab = SessionSlab.inFile(folder.resolve("s"), SESSIONS, boot)) {
            var ahead = new MemoryAhead(index.memory(), slab);
            MemorySegment memory = slab.memory();
            ahead.takeFor(1);
            assertThat(isThere(memory, SessionTable.offset(1))).isTrue();
            assertThat(isThere(memory, 2 * STEP_BYTES)).isFalse();

            slab.used(30_000);
            ahead.takeFor(20_000);
            assertThat(isThere(memory, SessionTable.offset(30_001))).isTrue();
            assertThat(isThere(memory, SessionTable.offset(50_000))).isTrue();
            assertThat(isThere(memory, SessionTable.offset(50_000) + STEP_BYTES)).isFalse();
        }
    }

    @Test
    void no_more_is_taken_than_a_table_may_have() throws IOException {
        try (var index = new HugePages(PAGE_BYTES);
                SessionSlab slab = SessionSlab.anonymous(SESSIONS)) {
            var ahead = new MemoryAhead(index.memory(), slab);
            ahead.takeFor(Integer.MAX_VALUE);
            assertThat(isThere(slab.memory(), SessionTable.offset(SESSIONS))).isTrue();
            assertThat(ahead.refusal()).isZero();
        }
    }

    @Test
    void where_the_kernel_refuses_it_is_not_asked_again() throws IOException {
        try (var index = new HugePages(2 * STEP_BYTES);
                SessionSlab slab = SessionSlab.anonymous(SESSIONS)) {
            // The kernel takes whole pages alone.
            var ahead = new MemoryAhead(index.memory().asSlice(8), slab);
            assertThat(ahead.takeIndex(9)).isFalse();
            assertThat(ahead.refusal()).isEqualTo(-Errno.EINVAL);
            ahead.takeFor(SESSIONS);
            assertThat(isThere(slab.memory(), SessionTable.offset(SESSIONS))).isFalse();
        }
    }

    /** Whether a page has memory behind it, as the kernel tells in /proc/PID/pagemap. */
    private static boolean isThere(MemorySegment memory, long at) throws IOException {
        var entry = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        long page = (memory.address() + at) / PAGE_BYTES;
        try (var pages = FileChannel.open(Path.of("/proc/self/pagemap"), StandardOpenOption.READ)) {
            assertThat(pages.read(entry, page * Long.BYTES)).isEqualTo(Long.BYTES);
        }
        return entry.getLong(0) < 0;
    }
}

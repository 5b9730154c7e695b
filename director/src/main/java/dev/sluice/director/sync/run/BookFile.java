package dev.sluice.director.sync.run;

import dev.sluice.director.session.SessionsFile;
import dev.sluice.director.sync.SessionBook;
import dev.sluice.linux.call.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A {@link SessionBook} in a file, with which the process goes on that comes after: a page of its
 * own, then the rows. Times in it are those of a clock that starts with the machine.
 *
 * <pre>
 *      0       8       12      16                      32      40      44
 *      +-------+-------+-------+-----------------------+-------+-------+---- - -
 *      | magic |layout | 0     | boot id               |cluster|rows   | 0 ...
 *      +-------+-------+-------+-----------------------+-------+-------+---- - -
 * </pre>
 *
 * No row from {@code rows} on was ever used, so that memory which was never needed is not touched.
 */
final class BookFile implements AutoCloseable {
    static final int HEADER_BYTES = 4096;

    /** "sluiceb1" read as a little-endian number. */
    private static final long MAGIC = 0x3162_6563_6975_6C73L;

    private static final int LAYOUT = 1;
    private static final int LAYOUT_AT = 8;
    private static final int BOOT_AT = 16;
    private static final int CLUSTER_AT = 32;
    private static final int ROWS_AT = 40;

    /** Rows that may come to be used before that is noted. */
    private static final int AHEAD = 1 << 16;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private final Arena arena = Arena.ofShared();
    private final FileChannel file;
    private final MemorySegment memory;
    private final SessionBook book;

    private BookFile(FileChannel file, int capacity, UUID boot, long cluster, long seed)
            throws IOException {
        this.file = file;
        long bytes = HEADER_BYTES + (long) capacity * SessionBook.ROW_BYTES;
        memory = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        if (!continues(boot, cluster)) {
            throw new AssertionError("what is worthless was not taken away");
        }
        book = new SessionBook(rows(memory), seed, memory.get(INT, ROWS_AT));
        note();
    }

    /**
     * Rows as memory without a file has them: the same class, so that what the compiler made of a
     * book in memory alone goes on to serve.
     */
    private static MemorySegment rows(MemorySegment memory) {
        return NativeMemory.ALL.asSlice(
                memory.address() + HEADER_BYTES, memory.byteSize() - HEADER_BYTES);
    }

    /**
     * Opens a file, which is made if there is none.
     *
     * @param capacity sessions of the whole cluster
     * @param boot names the boot of the machine; what is of another, or of another cluster, is not
     *     looked at
     * @param seed secret; where sessions are found depends on it
     * @throws IOException also when another process has it
     */
    static BookFile open(Path path, int capacity, UUID boot, long cluster, long seed)
            throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        FileChannel file = SessionsFile.open(path);
        try {
            begin(file, boot, cluster);
            return new BookFile(file, capacity, boot, cluster, seed);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Takes away what is of no use, and writes a head where there is none. */
    private static void begin(FileChannel file, UUID boot, long cluster) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment head = file.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES, call);
            if (continues(head, boot, cluster)) {
                return;
            }
        }
        file.truncate(0);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment head = file.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES, call);
            head.set(INT, LAYOUT_AT, LAYOUT);
            head.set(LONG, BOOT_AT, boot.getMostSignificantBits());
            head.set(LONG, BOOT_AT + 8, boot.getLeastSignificantBits());
            head.set(LONG, CLUSTER_AT, cluster);
            head.set(LONG, 0, MAGIC);
        }
    }

    private boolean continues(UUID boot, long cluster) {
        return continues(memory, boot, cluster);
    }

    private static boolean continues(MemorySegment head, UUID boot, long cluster) {
        return head.get(LONG, 0) == MAGIC
                && head.get(INT, LAYOUT_AT) == LAYOUT
                && head.get(LONG, BOOT_AT) == boot.getMostSignificantBits()
                && head.get(LONG, BOOT_AT + 8) == boot.getLeastSignificantBits()
                && head.get(LONG, CLUSTER_AT) == cluster;
    }

    SessionBook book() {
        return book;
    }

    /** Notes how many rows there are, before many more are used. */
    void note() {
        int rows = memory.get(INT, ROWS_AT);
        int wanted = book.highest() + AHEAD;
        if (wanted - AHEAD / 2 > rows) {
            memory.set(INT, ROWS_AT, wanted);
        }
    }

    /** Lets go of the memory; what is in the file stays there. */
    @Override
    public void close() throws IOException {
        arena.close();
        file.close();
    }
}

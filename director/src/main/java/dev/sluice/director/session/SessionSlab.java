package dev.sluice.director.session;

import dev.sluice.linux.call.Syscalls;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The memory that sessions lie in: a page of its own, then the entries, ids from 1. In a file it
 * outlives the process, and who opens it next goes on with it. Put the file on a file system in
 * memory, such as /run: it is written all the time and worthless after a boot.
 *
 * <pre>
 *      0       8       12      16                      32      36
 *      +-------+-------+-------+-----------------------+-------+----------- - -
 *      | magic |layout |capacit| boot id               | used  | 0 ...
 *      +-------+-------+-------+-----------------------+-------+----------- - -
 *      4096
 *      +-------------------------------------------------------+----------- - -
 *      | session 1 (128 bytes, see Session)                    | session 2
 *      +-------------------------------------------------------+----------- - -
 * </pre>
 *
 * What was written by another layout or in another boot is not looked at: deadlines are those of a
 * clock that starts with the machine.
 */
public final class SessionSlab implements AutoCloseable {
    /** Ids that a slab can have at most. */
    public static final int CAPACITY_MAX = SessionIndex.ID_MAX;

    static final int HEADER_BYTES = 4096;

    /** "sluices1" read as a little-endian number. */
    private static final long MAGIC = 0x3173_6563_6975_6C73L;

    private static final int LAYOUT = 2;
    private static final int LAYOUT_AT = 8;
    private static final int CAPACITY_AT = 12;
    private static final int BOOT_AT = 16;
    private static final int USED_AT = 32;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final int capacity;
    private final Closeable owner;

    private SessionSlab(int capacity) {
        var pages = new HugePages(bytes(capacity));
        this.memory = pages.memory();
        this.capacity = capacity;
        this.owner = pages::close;
    }

    private SessionSlab(FileChannel file, int capacity, UUID boot) throws IOException {
        MemorySegment mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes(capacity), arena);
        // The same kind of memory as the frames', so that compiled code meets only one.
        this.memory = Syscalls.memoryAt(mapped.address(), mapped.byteSize());
        this.capacity = capacity;
        this.owner = file;
        HugePages.advise(memory);
        writeHeader(boot);
    }

    /** A slab that ends with its process. */
    public static SessionSlab anonymous(int capacity) {
        return new SessionSlab(capacity);
    }

    /**
     * A slab in a file, which is made if there is none. Sessions beyond the capacity are lost.
     *
     * @param boot names the boot of the machine that deadlines belong to
     * @throws IOException also when another process has it
     */
    public static SessionSlab inFile(Path path, int capacity, UUID boot) throws IOException {
        FileChannel file = SessionsFile.open(path);
        try {
            long kept = continues(file, boot) ? bytes(capacity) : 0;
            if (file.size() > kept) {
                file.truncate(kept);
            }
            return new SessionSlab(file, capacity, boot);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static long bytes(int capacity) {
        if (capacity < 1 || capacity > CAPACITY_MAX) {
            throw new IllegalArgumentException(
                    "a table has 1 to " + CAPACITY_MAX + " sessions, not " + capacity);
        }
        return HEADER_BYTES + (long) capacity * Session.BYTES;
    }

    /** Whether a file holds sessions of this layout and boot. */
    private static boolean continues(FileChannel file, UUID boot) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.nativeOrder());
        return file.read(header, 0) == HEADER_BYTES
                && header.getLong(0) == MAGIC
                && header.getInt(LAYOUT_AT) == LAYOUT
                && header.getLong(BOOT_AT) == boot.getMostSignificantBits()
                && header.getLong(BOOT_AT + 8) == boot.getLeastSignificantBits();
    }

    private void writeHeader(UUID boot) {
        memory.set(ValueLayout.JAVA_INT, LAYOUT_AT, LAYOUT);
        memory.set(ValueLayout.JAVA_INT, CAPACITY_AT, capacity);
        memory.set(ValueLayout.JAVA_LONG, BOOT_AT, boot.getMostSignificantBits());
        memory.set(ValueLayout.JAVA_LONG, BOOT_AT + 8, boot.getLeastSignificantBits());
        used(Math.clamp(used(), 0, capacity));
        memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
    }

    MemorySegment memory() {
        return memory;
    }

    /** How many sessions there can be. */
    public int capacity() {
        return capacity;
    }

    /** The highest id that was ever given. */
    int used() {
        return memory.get(ValueLayout.JAVA_INT, USED_AT);
    }

    void used(int highest) {
        memory.set(ValueLayout.JAVA_INT, USED_AT, highest);
    }

    /** Lets go of the memory; what is in a file stays there. */
    @Override
    public void close() throws IOException {
        arena.close();
        owner.close();
    }
}

package dev.sluice.director.inspect;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies of frames on their way from a worker to who writes them down: one writer, one reader,
 * neither waits. Where there is no room a frame is not copied, and counted.
 *
 * <pre>
 *   0        4        8                16       20       24       28       32
 *  +--------+--------+----------------+--------+--------+--------+--------+----------- - -
 *  | record | bytes  | time, ns       | port   | fate   | to or  | out?   | the frame
 *  | bytes  |        |                |        |        | reason |        |
 *  +--------+--------+----------------+--------+--------+--------+--------+----------- - -
 * </pre>
 *
 * Records lie behind each other, at multiples of eight; one with no frame fills the end of the
 * ring. What becomes of a frame that came in is written when it is known, before the record is
 * shown to the reader.
 */
final class CaptureRing {
    /** Fate of a frame that is not to be shown after all. */
    static final int VOID = -1;

    /** What {@link #add} gives when there was no room. */
    static final long NO_ROOM = -1;

    private static final int HEADER = 32;
    private static final int BYTES = 4;
    private static final int TIME = 8;
    private static final int PORT = 16;
    private static final int FATE = 20;
    private static final int DETAIL = 24;
    private static final int OUTGOING = 28;
    private static final Drop[] REASONS = Drop.values();
    private static final VarHandle WRITTEN;
    private static final VarHandle TAKEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WRITTEN = lookup.findVarHandle(CaptureRing.class, "written", long.class);
            TAKEN = lookup.findVarHandle(CaptureRing.class, "taken", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final MemorySegment memory;
    private final int size;
    private long next;
    private final AtomicLong lost = new AtomicLong();

    @SuppressWarnings("UnusedVariable")
    private long written;

    @SuppressWarnings("UnusedVariable")
    private long taken;

    /** Told of every frame by the reader; what it is given holds only as long as the call. */
    interface Reader {
        void frame(
                long timeNs, int port, boolean outgoing, int fate, int detail, MemorySegment frame);
    }

    /**
     * @param size in bytes, a power of two
     */
    CaptureRing(Arena arena, int size) {
        this.memory = arena.allocate(size, Long.BYTES);
        this.size = size;
    }

    /**
     * Copies a frame, not shown before {@link #publish}. By the writer.
     *
     * @return for {@link #tell}, or {@link #NO_ROOM}
     */
    long add(MemorySegment from, long frame, int length, long timeNs, int port, boolean outgoing) {
        int record = HEADER + ((length + 7) & ~7);
        int left = size - (int) (next & (size - 1));
        long needed = record <= left ? record : (long) left + record;
        if (next + needed - (long) TAKEN.getAcquire(this) > size) {
            lost.incrementAndGet();
            return NO_ROOM;
        }
        if (record > left) {
            memory.set(ValueLayout.JAVA_INT, next & (size - 1), left);
            if (left >= HEADER) {
                memory.set(ValueLayout.JAVA_INT, (next & (size - 1)) + FATE, VOID);
            }
            next += left;
        }
        long at = next & (size - 1);
        memory.set(ValueLayout.JAVA_INT, at, record);
        memory.set(ValueLayout.JAVA_INT, at + BYTES, length);
        memory.set(ValueLayout.JAVA_LONG, at + TIME, timeNs);
        memory.set(ValueLayout.JAVA_INT, at + PORT, port);
        memory.set(ValueLayout.JAVA_INT, at + FATE, VOID);
        memory.set(ValueLayout.JAVA_INT, at + OUTGOING, outgoing ? 1 : 0);
        MemorySegment.copy(from, frame, memory, at + HEADER, length);
        next += record;
        return at;
    }

    /** Says what becomes of a copied frame. By the writer. */
    void tell(long at, int fate, int detail) {
        memory.set(ValueLayout.JAVA_INT, at + FATE, fate);
        memory.set(ValueLayout.JAVA_INT, at + DETAIL, detail);
    }

    /** Shows all that was copied to the reader. By the writer. */
    void publish() {
        WRITTEN.setRelease(this, next);
    }

    /** Gives all frames that wait to a reader; whether there were any. By the reader. */
    boolean drain(Reader reader) {
        long from = (long) TAKEN.getOpaque(this);
        long to = (long) WRITTEN.getAcquire(this);
        while (from < to) {
            long at = from & (size - 1);
            int record = memory.get(ValueLayout.JAVA_INT, at);
            if (record >= HEADER && memory.get(ValueLayout.JAVA_INT, at + FATE) != VOID) {
                show(reader, at);
            }
            from += record;
        }
        boolean any = from != (long) TAKEN.getOpaque(this);
        TAKEN.setRelease(this, from);
        return any;
    }

    private void show(Reader reader, long at) {
        int length = memory.get(ValueLayout.JAVA_INT, at + BYTES);
        reader.frame(
                memory.get(ValueLayout.JAVA_LONG, at + TIME),
                memory.get(ValueLayout.JAVA_INT, at + PORT),
                memory.get(ValueLayout.JAVA_INT, at + OUTGOING) == 1,
                memory.get(ValueLayout.JAVA_INT, at + FATE),
                memory.get(ValueLayout.JAVA_INT, at + DETAIL),
                memory.asSlice(at + HEADER, length));
    }

    /** Frames that there was no room for. */
    long lost() {
        return lost.get();
    }

    /** What became of a frame that came in, in words. */
    static String words(int fate, int detail) {
        return switch (fate) {
            case Batch.DROP -> "dropped: " + REASONS[detail] + ", " + REASONS[detail].words();
            case Batch.TRANSMIT -> "goes out by port " + detail;
            case Batch.HAND_OVER -> "handed over to worker " + detail;
            default -> "held back";
        };
    }
}

package dev.sluice.linux.bpf;

import static dev.sluice.linux.call.NativeMemory.ALL;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Reads what programs say by a map of {@link MapShape#ring}: Documentation/bpf/ringbuf.rst. No
 * system call, nothing allocated. One thread reads.
 *
 * <pre>
 * page 0   read up to 8                              written by the reader
 * page 1   said up to 8                              written by programs
 * page 2   records, and behind them the same again, so that none is cut in two:
 *          length 4, its two highest bits: busy, discarded | of the kernel 4 | what is said
 * </pre>
 */
public final class RingReader implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;
    private static final int HEADER_BYTES = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final MapMemory reader;
    private final MapMemory programs;
    private final long recordsAt;
    private final long mask;
    private long readTo;
    private long nextTo;

    /**
     * @param ring kept open by its owner as long as programs say something by it
     */
    public RingReader(BpfMap ring) {
        reader = MapMemory.ofReader(ring);
        programs = MapMemory.ofPrograms(ring);
        recordsAt = programs.address() + PAGE_BYTES;
        mask = ring.shape().entries() - 1L;
        readTo = (long) LONG.getAcquire(ALL, reader.address());
        nextTo = readTo;
    }

    /**
     * The next thing that was said, which stays until the next call; 0 if there is none.
     *
     * @return the address of its first byte
     */
    public long next() {
        release();
        long said = (long) LONG.getAcquire(ALL, programs.address());
        while (readTo < said) {
            long at = recordsAt + (readTo & mask);
            int length = (int) INT.getAcquire(ALL, at);
            if ((length & BUSY) != 0) {
                return 0;
            }
            int bytes = length & ~DISCARDED;
            nextTo = readTo + ((HEADER_BYTES + bytes + Long.BYTES - 1) & -Long.BYTES);
            if ((length & DISCARDED) == 0) {
                return at + HEADER_BYTES;
            }
            release();
        }
        return 0;
    }

    private void release() {
        if (nextTo != readTo) {
            readTo = nextTo;
            LONG.setRelease(ALL, reader.address(), readTo);
        }
    }

    @Override
    public void close() {
        release();
        reader.close();
        programs.close();
    }
}

package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.linux.bpf.MapElement;
import java.lang.foreign.ValueLayout;

/**
 * Puts keys into the cache and removes them: one system call each, nothing allocated, nothing
 * thrown. One thread's own.
 */
public final class FlowKeys implements AutoCloseable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final MapElement element;
    private final Shortcuts shortcuts;

    FlowKeys(MapElement element, Shortcuts shortcuts) {
        this.element = element;
        this.shortcuts = shortcuts;
    }

    /** Where the {@link FlowKey} of the next call is to be written. */
    public long keyAt() {
        return element.keyAt();
    }

    /**
     * Lets packets with this key go by an entry, which is live already.
     *
     * @return 0, or the negative of a number of {@link dev.sluice.linux.call.Errno}: E2BIG if the
     *     cache is full
     */
    public int put(int entry, int incarnation) {
        ALL.set(INT, element.valueAt(), entry);
        ALL.set(INT, element.valueAt() + Integer.BYTES, incarnation);
        int result = element.put();
        if (result >= 0) {
            shortcuts.put(element.keyAt(), entry);
        }
        return result;
    }

    /** The entry that packets with this key go by; negative if there is none. */
    public int get() {
        int result = element.get();
        return result < 0 ? result : ALL.get(INT, element.valueAt());
    }

    /** Removes the key: 0, or ENOENT's negative if there was none. */
    public int remove() {
        shortcuts.remove(element.keyAt());
        return element.remove();
    }

    @Override
    public void close() {
        element.close();
    }
}

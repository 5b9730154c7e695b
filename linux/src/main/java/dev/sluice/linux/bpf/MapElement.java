package dev.sluice.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One element of a map at a time, through memory that is used again: for what happens often, as
 * nothing is allocated and nothing thrown. Belongs to one thread; another has its own of the same
 * map.
 */
public final class MapElement implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment key;
    private final MemorySegment value;
    private final Attr attr;

    /** Who removes says nothing of a value, or is refused. */
    private final Attr keyAlone;

    public MapElement(BpfMap map) {
        key = arena.allocate(map.shape().keyBytes(), Long.BYTES);
        value = arena.allocate(map.shape().valueBytes(), Long.BYTES);
        attr =
                new Attr(arena)
                        .set(Layout.ELEMENT_MAP, map.descriptor())
                        .set(Layout.ELEMENT_KEY, key)
                        .set(Layout.ELEMENT_VALUE, value);
        keyAlone =
                new Attr(arena)
                        .set(Layout.ELEMENT_MAP, map.descriptor())
                        .set(Layout.ELEMENT_KEY, key);
    }

    /** Where the key of the next call is to be written. */
    public long keyAt() {
        return key.address();
    }

    /** Where the value is to be written, or stands after {@link #get}. */
    public long valueAt() {
        return value.address();
    }

    /** Adds the element or replaces its value: 0, or the negative of an errno. */
    public int put() {
        return attr.call(Layout.COMMAND_MAP_UPDATE);
    }

    /** Reads the value: 0, or the negative of an errno. */
    public int get() {
        return attr.call(Layout.COMMAND_MAP_LOOKUP);
    }

    /** Removes the element: 0, or the negative of an errno. */
    public int remove() {
        return keyAlone.call(Layout.COMMAND_MAP_DELETE);
    }

    @Override
    public void close() {
        arena.close();
    }
}

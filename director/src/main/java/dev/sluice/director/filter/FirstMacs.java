package dev.sluice.director.filter;

import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * For each interface one of the MAC addresses that are ours, in an array: most frames are for that
 * one, and a program need not look for it among all.
 *
 * <pre>
 * index of the interface, its lower eight bits → MAC 6 | the upper bits, plus one 2
 * </pre>
 *
 * Of interfaces with the same place one has it.
 */
final class FirstMacs implements AutoCloseable {
    private static final int PLACE_BITS = 8;
    private static final int PLACES = 1 << PLACE_BITS;
    static final int MARK_BITS = 16;
    private static final int MARK_MAX = (1 << MARK_BITS) - 1;
    private static final MapShape SHAPE = MapShape.array(Long.BYTES, PLACES);

    private final BpfMap map;
    private final Map<Integer, Long> said = new HashMap<>();

    private FirstMacs(BpfMap map) {
        this.map = map;
    }

    static FirstMacs open(BpfFolder folder) {
        return new FirstMacs(folder.map("first-macs", SHAPE));
    }

    /** Lets it say what rules say, whatever a predecessor left. */
    void apply(Map<Integer, Set<Long>> macs) {
        var wanted = new HashMap<Integer, Long>();
        macs.forEach((ifindex, own) -> {
            if (isKnown(ifindex) && !own.isEmpty()) {
                wanted.put(place(ifindex), value(ifindex, Collections.min(own)));
            }
        });
        for (int place = 0; place < PLACES; place++) {
            long value = wanted.getOrDefault(place, 0L);
            if (!Long.valueOf(value).equals(said.put(place, value))) {
                map.put(
                        bytes(Integer.BYTES).putInt(0, place).array(),
                        bytes(Long.BYTES).putLong(0, value).array());
            }
        }
    }

    /** Whether an interface has a place. */
    static boolean isKnown(int ifindex) {
        return mark(ifindex) <= MARK_MAX;
    }

    /** An interface's place. */
    static int place(int ifindex) {
        return ifindex & (PLACES - 1);
    }

    /** What an interface's value has beside a MAC: never 0, as it is where there is none. */
    static int mark(int ifindex) {
        return (ifindex >>> PLACE_BITS) + 1;
    }

    /** As a program makes it of the first eight bytes of a frame, of which two are not the MAC. */
    private static long value(int ifindex, long mac) {
        long first =
                bytes(Long.BYTES)
                        .order(ByteOrder.BIG_ENDIAN)
                        .putLong(0, mac << 16)
                        .order(ByteOrder.nativeOrder())
                        .getLong(0);
        return first << MARK_BITS | mark(ifindex);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }

    BpfMap map() {
        return map;
    }

    @Override
    public void close() {
        map.close();
    }
}

package dev.sluice.director.filter;

import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapShape;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A pinned map of the kernel's and what is in it, so that a change costs what it changes. What is
 * in it after a predecessor is read once, at the beginning.
 */
final class MirroredMap implements AutoCloseable {
    private final BpfMap map;
    private final Map<ByteBuffer, ByteBuffer> elements = new HashMap<>();

    private MirroredMap(BpfMap map) {
        this.map = map;
        for (byte[] key : map.keys()) {
            byte[] value = map.get(key);
            if (value != null) {
                elements.put(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
            }
        }
    }

    static MirroredMap open(BpfFolder folder, String name, MapShape shape) {
        return new MirroredMap(folder.map(name, shape));
    }

    BpfMap map() {
        return map;
    }

    /** Adds what is missing and replaces what differs. */
    void add(Map<ByteBuffer, ByteBuffer> wanted) {
        wanted.forEach((key, value) -> {
            if (!value.equals(elements.get(key))) {
                map.put(bytes(key), bytes(value));
                elements.put(key, value);
            }
        });
    }

    /** Removes all else. */
    void removeOthers(Map<ByteBuffer, ByteBuffer> wanted) {
        elements.keySet()
                .removeIf(key -> {
                    boolean other = !wanted.containsKey(key);
                    if (other) {
                        map.remove(bytes(key));
                    }
                    return other;
                });
    }

    private static byte[] bytes(ByteBuffer of) {
        byte[] bytes = new byte[of.remaining()];
        of.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        map.close();
    }
}

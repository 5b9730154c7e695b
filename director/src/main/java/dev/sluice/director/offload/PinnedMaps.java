package dev.sluice.director.offload;

import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapMemory;
import dev.sluice.linux.bpf.MapShape;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Maps of a folder that are let go of together, also when there is no memory for all of them. */
final class PinnedMaps implements AutoCloseable {
    private final @Nullable BpfFolder folder;
    private final Deque<BpfMap> maps = new ArrayDeque<>();
    private final Deque<MapMemory> memories = new ArrayDeque<>();

    /**
     * @param folder where they are pinned; nowhere if null
     */
    PinnedMaps(@Nullable BpfFolder folder) {
        this.folder = folder;
    }

    /** The map of a name and shape, made if it is not there. */
    BpfMap open(String name, MapShape shape) {
        BpfMap map = folder == null ? BpfMap.create(name, shape) : folder.map(name, shape);
        maps.push(map);
        return map;
    }

    /** An array's memory. */
    MapMemory memory(BpfMap array) {
        MapMemory memory = MapMemory.ofArray(array);
        memories.push(memory);
        return memory;
    }

    @Override
    public void close() {
        memories.forEach(MapMemory::close);
        maps.forEach(BpfMap::close);
    }
}

package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapMemory;
import dev.sluice.linux.space.NetworkSpace;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShortcutsTest {
    private static final int TCP = 6;
    private static final int ENTRIES = 64;

    private final Arena arena = Arena.ofConfined();
    private final long key = arena.allocate(FlowKey.BYTES, Long.BYTES).address();
    private BpfMap map;
    private MapMemory memory;
    private Shortcuts shortcuts;

    @BeforeEach
    void make() {
        assumeTrue(NetworkSpace.isAllowed(), "shortcuts were not tested, as maps need root");
        map = BpfMap.create("shortcuts", Shortcuts.shape(ENTRIES));
        memory = MapMemory.ofArray(map);
        shortcuts = new Shortcuts(memory, ENTRIES);
    }

    @AfterEach
    void close() {
        if (map != null) {
            memory.close();
            map.close();
        }
        arena.close();
    }

    private void ipv4(int flow) {
        FlowKey.write(ALL, key, 0, 0xFFFF_0A00_0001L, 0, 0xFFFF_CB00_710AL, 1024 + flow, 443, TCP);
    }

    /** How many shortcuts there are to an entry, whoever has it. */
    private int to(int entry) {
        int found = 0;
        for (long at = 0; at < memory.sizeBytes(); at += Long.BYTES) {
            long shortcut = ALL.get(ValueLayout.JAVA_LONG, memory.address() + at);
            found += shortcut != 0 && (int) shortcut == entry ? 1 : 0;
        }
        return found;
    }

    @Test
    void a_flow_has_one_until_it_is_removed() {
        ipv4(1);
        shortcuts.put(key, 17);
        assertThat(to(17)).isOne();

        shortcuts.put(key, 18);
        assertThat(to(17)).isZero();
        assertThat(to(18)).isOne();

        shortcuts.remove(key);
        assertThat(to(18)).isZero();
    }

    @Test
    void another_flows_stays_when_one_is_removed() {
        ipv4(1);
        shortcuts.put(key, 17);
        ipv4(2);
        shortcuts.put(key, 18);

        ipv4(1);
        shortcuts.remove(key);

        assertThat(to(17)).isZero();
        assertThat(to(18)).isOne();
    }

    @Test
    void a_flow_over_ipv6_has_none() {
        FlowKey.write(ALL, key, 0x2001_0DB8L << 32, 1, 0x2001_0DB8L << 32, 2, 1024, 443, TCP);
        shortcuts.put(key, 17);
        assertThat(to(17)).isZero();
        shortcuts.remove(key);
    }

    @Test
    void who_comes_last_finds_room_where_there_is_none() {
        int last = 10 * ENTRIES;
        for (int flow = 1; flow <= last; flow++) {
            ipv4(flow);
            shortcuts.put(key, flow);
        }
        assertThat(to(last)).isOne();
    }

    @Test
    void nearly_all_flows_of_a_full_cache_have_one() {
        for (int flow = 0; flow < ENTRIES; flow++) {
            ipv4(flow);
            shortcuts.put(key, 1000 + flow);
        }
        int found = 0;
        for (int flow = 0; flow < ENTRIES; flow++) {
            found += to(1000 + flow);
        }
        assertThat(found).isGreaterThan(ENTRIES * 3 / 4);
    }
}

package dev.sluice.director.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CaptureTest {
    private static final String TO_WEB =
            "02000000000102000000000208004500002800000000400600000a0000010a0000029c400050"
                    + "0000000000000000500200000000000000";
    private static final String ARP =
            "ffffffffffff020000000002080600010800060400010200000000020a0000010000000000000a000002";

    private final MemorySegment memory = Arena.ofAuto().allocate(64 * 2048, 2048);
    private final Batch batch = new Batch(memory, 2048, () -> Batch.Spares.NONE);
    private final CaptureRing ring = new CaptureRing(Arena.ofAuto(), 1 << 16);
    private final List<String> shown = new ArrayList<>();

    @Test
    void a_frame_is_shown_as_it_came_with_what_became_of_it() throws NotUnderstood {
        pass(
                "in",
                TO_WEB,
                () -> {
                    memory.set(ValueLayout.JAVA_BYTE, batch.frame(0), (byte) 0x77);
                    batch.drop(0, Drop.NO_LISTENER);
                });

        assertThat(shown)
                .containsExactly(
                        "3 in "
                                + TO_WEB
                                + " dropped: NO_LISTENER, no listener at that address and port");
    }

    @Test
    void a_frame_that_goes_on_is_shown_before_and_after() throws NotUnderstood {
        pass(
                "port 80",
                TO_WEB,
                () -> {
                    memory.set(ValueLayout.JAVA_BYTE, batch.frame(0), (byte) 0x77);
                    batch.transmit(0, 5);
                });

        assertThat(shown)
                .containsExactly(
                        "3 in " + TO_WEB + " goes out by port 5",
                        "5 out 77" + TO_WEB.substring(2) + " goes out by port 5");
    }

    @Test
    void of_dropped_frames_alone_none_is_shown_that_goes_on() throws NotUnderstood {
        pass("dropped", TO_WEB, () -> batch.transmit(0, 5));
        pass("dropped", TO_WEB, () -> batch.drop(0, Drop.NONE));
        assertThat(shown).isEmpty();

        pass("dropped", TO_WEB, () -> batch.drop(0, Drop.LAND));
        assertThat(shown).hasSize(1);
    }

    @Test
    void a_frame_that_is_handed_over_is_for_the_other_worker_to_show() throws NotUnderstood {
        pass("in", TO_WEB, () -> batch.handOver(0, 1));

        assertThat(shown).isEmpty();
    }

    @Test
    void frames_that_do_not_match_are_not_copied() throws NotUnderstood {
        pass("port 81", TO_WEB, () -> batch.transmit(0, 5));
        pass("tcp", ARP, () -> batch.transmit(0, 5));
        assertThat(shown).isEmpty();

        pass("arp host 10.0.0.2 in", ARP, () -> batch.drop(0, Drop.NONE));
        assertThat(shown).hasSize(1);
    }

    @Test
    void frames_cut_anywhere_never_throw() throws NotUnderstood {
        for (String frame : List.of(TO_WEB, ARP, TO_WEB.replace("080045", "86dd60"))) {
            for (int length = 0; length <= frame.length() / 2; length++) {
                pass(
                        "port 80 host 10.0.0.1",
                        frame.substring(0, 2 * length),
                        () -> batch.drop(0, Drop.TRUNCATED));
            }
        }
    }

    private void pass(String words, String hex, Runnable forward) throws NotUnderstood {
        TrafficFilter filter = TrafficFilter.ofPackets(List.of(words.split(" ")));
        var tap = new CaptureTap(filter, ring, () -> 42);
        byte[] frame = HexFormat.of().parseHex(hex);
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 256, frame.length);
        batch.clear();
        batch.add(256, frame.length, 3);
        tap.received(batch, 0);
        forward.run();
        tap.forwarded(batch, 0);
        ring.drain((timeNs, port, outgoing, fate, detail, bytes) ->
                shown.add(
                        port
                                + (outgoing ? " out " : " in ")
                                + HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE))
                                + " "
                                + CaptureRing.words(fate, detail)));
    }

    @Test
    void a_full_ring_counts_what_it_does_not_take_and_goes_on_later() {
        var small = new CaptureRing(Arena.ofAuto(), 1 << 10);
        int taken = 0;
        for (int i = 0; i < 20; i++) {
            taken += small.add(memory, 0, 100, 0, 0, false) >= 0 ? 1 : 0;
        }
        small.publish();

        assertThat(taken).isEqualTo(7);
        assertThat(small.lost()).isEqualTo(13);
        small.drain((_, _, _, _, _, _) -> {});
        assertThat(small.add(memory, 0, 100, 0, 0, false)).isNotEqualTo(CaptureRing.NO_ROOM);
    }

    @Test
    void what_a_reader_gets_meanwhile_is_what_was_written_in_order() throws InterruptedException {
        var small = new CaptureRing(Arena.global(), 1 << 12);
        var done = new AtomicBoolean();
        var read = new ArrayList<Long>();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            boolean last;
                            do {
                                last = done.get();
                                small.drain((timeNs, port, _, _, _, frame) -> {
                                    assertThat(frame.byteSize()).isEqualTo(port);
                                    assertThat(frame.get(ValueLayout.JAVA_BYTE, 0))
                                            .isEqualTo((byte) timeNs);
                                    read.add(timeNs);
                                });
                            } while (!last);
                        });
        long written = write(small, 100_000);
        done.set(true);
        reader.join();

        assertThat(read).hasSize((int) written).isSorted();
        assertThat(written + small.lost()).isEqualTo(100_000);
    }

    private long write(CaptureRing small, int frames) {
        var random = new SplittableRandom(7);
        long written = 0;
        for (int i = 0; i < frames; i++) {
            int length = random.nextInt(1, 900);
            memory.set(ValueLayout.JAVA_BYTE, 0, (byte) i);
            long at = small.add(memory, 0, length, i, length, false);
            if (at >= 0) {
                small.tell(at, Batch.TRANSMIT, 0);
                written++;
            }
            small.publish();
        }
        return written;
    }

    @Test
    void a_capture_file_is_as_its_format_has_it() throws IOException {
        var out = new ByteArrayOutputStream();
        var file = new PcapngWriter(out, List.of("eth0"));
        byte[] frame = {1, 2, 3, 4, 5};
        file.frame(MemorySegment.ofArray(frame), 0x1_0000_0002L, 0, false, "gone");

        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(
                        // section header
                        "0a0d0d0a"
                                + "1c000000"
                                + "4d3c2b1a"
                                + "01000000"
                                + "ffffffffffffffff"
                                + "1c000000"
                                // interface description: Ethernet, eth0, nanoseconds
                                + "01000000"
                                + "28000000"
                                + "01000000"
                                + "00000000"
                                + "02000400"
                                + "65746830"
                                + "09000100"
                                + "09000000"
                                + "00000000"
                                + "28000000"
                                // packet: interface, time, lengths, bytes, inbound, comment
                                + "06000000"
                                + "3c000000"
                                + "00000000"
                                + "01000000"
                                + "02000000"
                                + "05000000"
                                + "05000000"
                                + "0102030405000000"
                                + "02000400"
                                + "01000000"
                                + "01000400"
                                + "676f6e65"
                                + "00000000"
                                + "3c000000");
    }
}

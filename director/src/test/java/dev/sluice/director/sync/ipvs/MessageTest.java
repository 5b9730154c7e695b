package dev.sluice.director.sync.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {
    private static final String PLAIN =
            "6 192.0.2.10:40000 198.51.100.1:80 10.0.0.11:8080 state 1 flags 0 for 900 s";

    @Test
    void a_connection_is_read_and_written_back() {
        var reading = new Reading(Vectors.of('A'));

        assertThat(reading.entries).containsExactly(PLAIN);
        assertThat(reading.again).containsExactly(Vectors.of('A'));
        assertThat(reading.refused()).isEmpty();
    }

    @Test
    void addresses_of_sixteen_bytes_are_read_and_written_back() {
        var reading = new Reading(Vectors.of('B'));

        assertThat(reading.entries)
                .containsExactly(
                        "17 2001:db8:0:0:0:0:0:10:5353 2001:db8:1:0:0:0:0:1:53"
                                + " 2001:db8:2:0:0:0:0:11:53 state 0 flags 183 for 300 s");
        assertThat(reading.again).containsExactly(Vectors.of('B'));
    }

    @Test
    void shifts_are_read_and_written_back_and_the_next_entry_begins_at_a_multiple_of_four() {
        var reading = new Reading(Vectors.of('C'));

        assertThat(reading.entries)
                .containsExactly(
                        "6 192.0.2.10:40001 198.51.100.1:21 10.0.0.11:21 state 1 flags 600 for"
                                + " 900 s in 11111111+5+0 out 22222222-5+0",
                        PLAIN);
        assertThat(reading.again).containsExactly(Vectors.of('C'));
    }

    @Test
    void a_template_is_read_and_written_back() {
        var reading = new Reading(Vectors.of('D'));

        assertThat(reading.entries)
                .containsExactly(
                        "6 192.0.2.0:0 198.51.100.1:80 10.0.0.11:8080 state 1 flags 1000 for 360 s");
        assertThat(reading.again).containsExactly(Vectors.of('D'));
    }

    @Test
    void an_unknown_option_that_may_be_ignored_is() {
        var reading = new Reading(Vectors.of('E'));

        assertThat(reading.entries).containsExactly(PLAIN.replace("40000", "40002"));
        assertThat(reading.refused()).isEmpty();
        byte[] filled = Arrays.copyOf(Vectors.of('E'), 0x38);
        filled[3] = 0x38;
        assertThat(new Reading(filled).entries).isEqualTo(reading.entries);
    }

    @Test
    void the_former_version_is_read() {
        var reading = new Reading(Vectors.of('F'));

        assertThat(reading.entries).containsExactly(PLAIN.replace("900 s", "0 s"));
        assertThat(reading.refused()).isEmpty();
    }

    @Test
    void shifts_of_the_former_version_have_their_lowest_byte_first() {
        byte[] message =
                Vectors.hex(
                        "0107003400069c4000501f90c000020ac63364010a00000b06000001"
                                + "111111110500000000000000"
                                + "22222222fbffffff00000000");

        assertThat(new Reading(message).entries)
                .containsExactly(
                        PLAIN.replace("flags 0 for 900 s", "flags 600 for 0 s")
                                + " in 11111111+5+0 out 22222222-5+0");
        assertThat(new Reading(Arrays.copyOf(with(message, 3, 0x33), 0x33)).refused())
                .containsExactly("ENTRY_TRUNCATED 1");
    }

    @Test
    void a_message_of_a_stock_kernel_is_read_and_written_back() {
        var reading = new Reading(Vectors.captured(), 7);

        assertThat(reading.again).containsExactly(Vectors.captured());
        assertThat(reading.refused()).isEmpty();
        assertThat(reading.entries).hasSize(28);
        assertThat(reading.entries.getFirst())
                .isEqualTo("6 10.7.0.2:52452 10.7.0.2:80 10.7.0.1:8080 state 1 flags 0 for 900 s");
        assertThat(reading.entries.get(1)).endsWith("state 4 flags 100 for 120 s");
        assertThat(reading.entries.get(2)).endsWith("state 5 flags 100 for 120 s");
        assertThat(reading.entries.get(7))
                .isEqualTo("6 10.7.0.2:0 10.7.0.2:81 10.7.0.1:8080 state 0 flags 1100 for 300 s");
        assertThat(reading.entries).filteredOn(words -> words.contains("flags 1100")).hasSize(19);
    }

    @ParameterizedTest
    @CsvSource({
        // what is wrong, where, the byte there, why
        "A, 3, 45, LENGTH 1, 0",
        "A, 1, 8, OTHER_SYNC_ID 1, 0",
        "A, 10, 16, ENTRY_VERSION 1, 0",
        "A, 11, 35, ENTRY_TRUNCATED 1, 0",
        "A, 11, 37, ENTRY_TRUNCATED 1, 0",
        "A, 8, 1, ENTRY_TRUNCATED 1, 0",
        "A, 8, 2, ENTRY_TYPE 1, 0",
        "A, 9, 132, PROTOCOL 1, 0",
        "A, 17, 11, STATE 1, 0",
        "A, 4, 2, ENTRY_TRUNCATED 1, 1",
        "A, 4, 0, , 0",
        "C, 45, 0, OPTION_MALFORMED 1, 0",
        "C, 45, 23, OPTION_MALFORMED 1, 0",
        "C, 45, 25, OPTION_MALFORMED 1, 0",
        "C, 44, 4, OPTION_UNKNOWN 1, 1",
        "C, 44, 65, , 2",
        "C, 44, 68, , 2",
        "E, 44, 4, OPTION_UNKNOWN 1, 0",
        "E, 44, 2, ENGINE 1, 0",
        "E, 44, 3, , 1",
        "E, 45, 9, OPTION_MALFORMED 1, 0",
        "F, 0, 2, ENTRY_TRUNCATED 1, 1",
        "F, 27, 11, STATE 1, 0",
        "F, 5, 50, PROTOCOL 1, 0",
    })
    void what_is_wrong_is_refused_as_the_kernel_does(
            char vector, int place, int value, String refused, int entries) {
        var reading = new Reading(with(Vectors.of(vector), place, value), 7);

        assertThat(reading.refused()).isEqualTo(refused == null ? List.of() : List.of(refused));
        assertThat(reading.entries).hasSize(entries);
    }

    @Test
    void an_option_that_comes_twice_ends_the_message() {
        String shifts = "0118" + "00".repeat(24);
        byte[] twice =
                Vectors.hex(
                        "000700840201000000060058000006000001"
                                + "9c4100150015"
                                + "0000000000000384c000020ac63364010a00000b"
                                + shifts
                                + shifts
                                + "000600240000000000019c4000501f900000000000000384c000020ac63364010a00000b");

        var reading = new Reading(twice);

        assertThat(reading.refused()).containsExactly("OPTION_TWICE 1");
        assertThat(reading.entries).isEmpty();
    }

    @Test
    void what_a_persistence_engine_found_is_read_and_written_back() {
        var entry = new Entry();
        entry.protocol = 17;
        entry.engineDataBytes = Entry.ENGINE_DATA_MAX;
        Arrays.fill(entry.engineData, (byte) 'x');
        byte[] name = "sip".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, entry.engineName, 0, name.length);
        entry.engineNameBytes = name.length;
        var writer = new MessageWriter(1472, 7);
        assertThat(writer.add(entry)).isTrue();
        byte[] message = Arrays.copyOf(writer.bytes(), writer.close());

        assertThat(message).hasSize(8 + 36 + 2 + 255 + 2 + 3);
        assertThat(new Reading(message, 7).again).containsExactly(message);
        byte[] unnamed = with(message, message.length - 5, 0x7F);
        assertThat(new Reading(unnamed).refused()).containsExactly("ENGINE 1");
    }

    @Test
    void a_message_has_at_most_255_entries_and_forty_fit_an_ethernet_frame() {
        assertThat(written(1472)).isEqualTo(40);
        assertThat(written(MessageReader.BYTES_MAX)).isEqualTo(255);
    }

    private static int written(int bytesMax) {
        var writer = new MessageWriter(bytesMax, 0);
        int entries = 0;
        while (writer.add(new Entry())) {
            entries++;
        }
        assertThat(writer.close()).isLessThanOrEqualTo(bytesMax);
        return entries;
    }

    @Test
    void a_message_cut_at_any_byte_is_refused() {
        for (char vector = 'A'; vector <= 'F'; vector++) {
            byte[] whole = Vectors.of(vector);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThat(new Reading(cut).refused()).as("%s at %d", vector, length).hasSize(1);
                if (length >= 4) {
                    cut[3] = (byte) length;
                    new Reading(cut);
                }
            }
        }
    }

    @Test
    void a_message_with_any_byte_changed_is_read_or_refused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] message = Vectors.of((char) ('A' + random.nextInt(6)));
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                message[4 + random.nextInt(message.length - 4)] = (byte) random.nextInt();
            }
            byte[] again = new Reading(message).again;
            assertThat(new Reading(again).again).as("seed %d", seed).isEqualTo(again);
        }
    }

    private static byte[] with(byte[] message, int place, int value) {
        byte[] changed = message.clone();
        changed[place] = (byte) value;
        return changed;
    }
}

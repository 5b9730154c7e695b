package dev.sluice.director.own.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {
    private static final String MARKER = "ff".repeat(16);

    /** What BIRD 2 opens with. */
    private static final String OPEN =
            "0041 01 04 fc58 00b4 c6336401 24 02 22 0104 0001 0001 0104 0002 0001 0200 0600"
                    + " 4006 0078 0001 0180 4104 0000fc58 4600 4700";

    @Test
    void what_a_router_opens_with_is_understood() {
        assertThat(read(OPEN))
                .containsExactly(
                        new Message.Open(
                                64600,
                                180,
                                0xc6336401,
                                Set.of(Family.IPV4, Family.IPV6),
                                true,
                                true));
    }

    @Test
    void parameters_may_have_the_longer_form() {
        assertThat(read("0027 01 04 5ba0 0003 01020304 ff ff 0007 02 0004 4102 0001"))
                .containsExactly(
                        new Message.Open(23456, 3, 0x01020304, Set.of(Family.IPV4), false, false));
        assertThat(read("002b 01 04 5ba0 0003 01020304 ff ff 000b 02 0008 4104 00010000 0200"))
                .hasSize(1)
                .hasOnlyElementsOfType(Message.Open.class);
    }

    @Test
    void a_router_without_capabilities_speaks_of_ipv4() {
        assertThat(read("001d 01 04 fc58 0000 01020304 00"))
                .containsExactly(
                        new Message.Open(64600, 0, 0x01020304, Set.of(Family.IPV4), false, false));
    }

    @Test
    void messages_are_found_however_they_are_cut() {
        byte[] all =
                bytes(
                        OPEN,
                        "0013 04",
                        "0017 05 0001 00 01",
                        "002d 02 0004 18 0a0000 000e 400101 00 4002 00 4003 04 0a000001 18 0a0001",
                        "0015 03 06 02",
                        "0013 04");
        List<Message> whole = read(all, all.length);
        assertThat(whole).hasSize(6);
        assertThat(whole).doesNotHaveAnyElementsOfTypes(Message.Broken.class);
        assertThat(whole.get(3)).isEqualTo(new Message.Update(0));

        for (int size = 1; size < all.length; size++) {
            assertThat(read(all, size)).as("in pieces of %s bytes", size).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0012 04, MESSAGE_LENGTH",
        "1001 02, MESSAGE_LENGTH",
        "0014 04 00, MESSAGE_LENGTH",
        "001c 01, MESSAGE_LENGTH",
        "0016 02, MESSAGE_LENGTH",
        "0014 03, MESSAGE_LENGTH",
        "0013 06, MESSAGE_TYPE",
        "0013 00, MESSAGE_TYPE",
        "0016 05, REFRESH_LENGTH",
        "0018 05 0001 00 01 00, REFRESH_LENGTH",
        "001d 01 03 fc58 0003 01020304 00, VERSION",
        "001d 01 04 fc58 0001 01020304 00, HOLD_TIME",
        "001d 01 04 fc58 0002 01020304 00, HOLD_TIME",
        "001d 01 04 fc58 0003 01020304 01, OPEN_MALFORMED",
        "001e 01 04 fc58 0003 01020304 00 00, OPEN_MALFORMED",
        "001f 01 04 fc58 0003 01020304 02 01 00, OPTIONAL_PARAMETER",
        "001f 01 04 fc58 0003 01020304 02 02 01, OPEN_MALFORMED",
        "0021 01 04 fc58 0003 01020304 04 02 02 41 04, OPEN_MALFORMED",
        "0020 01 04 fc58 0003 01020304 03 02 01 41, OPEN_MALFORMED",
        "001e 01 04 fc58 0003 01020304 ff ff, OPEN_MALFORMED",
        "0017 02 0001 0000, UPDATE_MALFORMED",
        "0017 02 0000 0001, UPDATE_MALFORMED",
    })
    void what_is_no_message_ends_the_session_by_its_code(String message, Fault fault) {
        assertThat(read(message))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo(fault));
    }

    @Test
    void nothing_is_read_behind_what_is_no_message() {
        byte[] all = bytes("0013 09", "0013 04");
        assertThat(read(all, all.length)).hasSize(1);
        all[0] = 0;
        assertThat(read(all, 1))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo(Fault.MARKER));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4001 01 00, an ORIGIN",
        "1, 8001 01 00, an ORIGIN that is optional",
        "1, 4001 02 0000, an ORIGIN of two bytes",
        "1, 4001 05 00, one that is cut short",
        "1, 40, half a head",
        "1, 5001 00, half a longer head",
        "1, 4000 00, no type",
        "1, 4063 00, a well-known one that nobody knows",
        "0, c063 00, an optional one that nobody knows",
    })
    void odd_attributes_are_counted_and_the_session_stays(int odd, String attribute, String what) {
        byte[] bytes = HexFormat.of().parseHex(attribute.replace(" ", ""));
        String message = "%04x 02 0000 %04x".formatted(23 + bytes.length, bytes.length);
        assertThat(read(message + attribute)).as(what).containsExactly(new Message.Update(odd));
    }

    @Test
    void no_bytes_make_it_fail() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        byte[] valid = bytes(OPEN, "0013 04", "0017 02 0000 0000", "0015 03 06 02");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = valid.clone();
            for (int flip = random.nextInt(1, 8); flip > 0; flip--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int size = random.nextInt(1, bytes.length + 1);
            assertThat(read(bytes, size)).as("seed %s, round %s", seed, i).isNotNull();
        }
    }

    private static List<Message> read(String message) {
        byte[] bytes = bytes(message);
        return read(bytes, bytes.length);
    }

    private static List<Message> read(byte[] bytes, int size) {
        var reader = new MessageReader();
        var messages = new ArrayList<Message>();
        for (int at = 0; at < bytes.length; at += size) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
            reader.feed(piece, piece.length, messages::add);
        }
        return messages;
    }

    /** Messages, each without its marker. */
    private static byte[] bytes(String... messages) {
        return HexFormat.of().parseHex((MARKER + String.join(MARKER, messages)).replace(" ", ""));
    }
}

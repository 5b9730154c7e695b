package dev.sluice.director.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.unit.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressSetTest {
    @Test
    void a_network_holds_its_first_and_last_address_and_no_neighbour() {
        var set = AddressSet.of(List.of("192.0.2.0/24"));

        assertThat(has(set, "192.0.2.0")).isTrue();
        assertThat(has(set, "192.0.2.255")).isTrue();
        assertThat(has(set, "192.0.1.255")).isFalse();
        assertThat(has(set, "192.0.3.0")).isFalse();
    }

    @Test
    void plain_addresses_are_networks_of_one() {
        var set = AddressSet.of(List.of("198.51.100.7", "2001:db8::7"));

        assertThat(has(set, "198.51.100.7")).isTrue();
        assertThat(has(set, "198.51.100.8")).isFalse();
        assertThat(has(set, "2001:db8::7")).isTrue();
        assertThat(has(set, "2001:db8::6")).isFalse();
    }

    @Test
    void all_of_ipv6_holds_no_ipv4_address_and_the_other_way_round() {
        assertThat(has(AddressSet.of(List.of("::/0")), "192.0.2.1")).isFalse();
        assertThat(has(AddressSet.of(List.of("::/0")), "::1")).isTrue();
        assertThat(has(AddressSet.of(List.of("::/0")), "ffff::1")).isTrue();
        assertThat(has(AddressSet.of(List.of("0.0.0.0/0")), "255.255.255.255")).isTrue();
        assertThat(has(AddressSet.of(List.of("0.0.0.0/0")), "::1")).isFalse();
        assertThat(has(AddressSet.of(List.of("::/0", "0.0.0.0/0")), "10.0.0.1")).isTrue();
    }

    @Test
    void nothing_is_in_an_empty_set() {
        assertThat(has(AddressSet.of(List.of()), "0.0.0.0")).isFalse();
        assertThat(has(AddressSet.of(List.of()), "::")).isFalse();
    }

    @Test
    void says_of_random_addresses_what_trying_every_network_says() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        var entries = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            entries.add(entry(random));
        }
        var set = AddressSet.of(entries);
        for (int i = 0; i < 5_000; i++) {
            InetAddress address = near(random, entries);
            boolean expected = entries.stream().anyMatch(entry -> holds(entry, address));
            assertThat(has(set, address.getHostAddress()))
                    .as("%s, seed %d", address, seed)
                    .isEqualTo(expected);
        }
    }

    private static String entry(SplittableRandom random) {
        return random.nextBoolean()
                ? "10.%d.%d.%d/%d"
                        .formatted(
                                random.nextInt(4),
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextInt(14, 33))
                : "2001:db8:%x:%x::%x/%d"
                        .formatted(
                                random.nextInt(4),
                                random.nextInt(0x10000),
                                random.nextInt(0x10000),
                                random.nextInt(44, 129));
    }

    /** An address of a network's, or one not far from it. */
    private static InetAddress near(SplittableRandom random, List<String> entries) {
        Network network = Network.parse(entries.get(random.nextInt(entries.size()))).orElseThrow();
        byte[] bytes = network.address().getAddress();
        bytes[random.nextInt(2, bytes.length)] ^= (byte) (1 << random.nextInt(8));
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean holds(String entry, InetAddress address) {
        Network network = Network.parse(entry).orElseThrow();
        byte[] wanted = address.getAddress();
        byte[] bytes = network.address().getAddress();
        if (wanted.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < network.prefix(); bit++) {
            if (((wanted[bit / 8] ^ bytes[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(AddressSet set, String literal) {
        Address address = Address.parse(literal).orElseThrow();
        return set.contains(address.high(), address.low());
    }
}

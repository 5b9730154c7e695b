package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StableHashTest {
    /**
     * These numbers are a contract between releases: a change here moves clients to other servers.
     */
    @Test
    void hashes_never_change() throws UnknownHostException {
        assertThat(StableHash.address(literal("192.0.2.7"))).isEqualTo(-8855656885907161770L);
        assertThat(StableHash.address(literal("2001:db8::7"))).isEqualTo(-2175924637354755420L);
        assertThat(StableHash.fourTuple(literal("192.0.2.7"), 40000, literal("198.51.100.1"), 443))
                .isEqualTo(3764311996698543494L);
        byte[] id = "connection id".getBytes(StandardCharsets.US_ASCII);
        assertThat(StableHash.bytes(id, 0, id.length)).isEqualTo(-7720729250921525296L);
    }

    @Test
    void a_mapped_address_is_the_same_client() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = -1;
        System.arraycopy(literal("192.0.2.7"), 0, mapped, 12, 4);

        assertThat(StableHash.address(mapped)).isEqualTo(StableHash.address(literal("192.0.2.7")));
        assertThat(StableHash.address(StableHash.highOf(mapped), StableHash.lowOf(mapped)))
                .isEqualTo(StableHash.address(mapped));
    }

    @Test
    void every_part_of_a_four_tuple_counts() {
        byte[] a = {10, 0, 0, 1};
        byte[] b = {10, 0, 0, 2};

        assertThat(
                        IntStream.of(0, 1, 2, 3, 4)
                                .mapToObj(part ->
                                        StableHash.fourTuple(
                                                part == 1 ? b : a,
                                                part == 2 ? 2 : 1,
                                                part == 3 ? b : a,
                                                part == 4 ? 2 : 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void neighbouring_addresses_spread_evenly() {
        int[] buckets = new int[16];
        IntStream.range(0, 16_000).forEach(i -> buckets[(int) (StableHash.address(0, i) >>> 60)]++);

        assertThat(IntStream.of(buckets).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void zero_bytes_at_the_end_count() {
        assertThat(StableHash.bytes(new byte[9], 0, 7))
                .isNotEqualTo(StableHash.bytes(new byte[9], 0, 9));
    }

    private static byte[] literal(String address) throws UnknownHostException {
        return InetAddress.ofLiteral(address).getAddress();
    }
}

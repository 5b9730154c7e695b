package dev.sluice.director.own.vrrp;

import static dev.sluice.director.own.vrrp.Bytes.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;

/** A fuzz target: whatever comes is read or refused, and what is read can be written again. */
@Tag("fuzz")
class AdvertFuzzTest {
    private static final Address SOURCE = address("10.0.0.1");
    private static final Address GROUP = address("224.0.0.18");

    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_an_advertisement_or_none(byte[] bytes) {
        MemorySegment message = MemorySegment.ofArray(bytes);
        Heard.ofIpv4(message);
        AdvertCodec.read(message, address("fe80::1"), address("ff02::12"), 255);
        if (AdvertCodec.read(message, SOURCE, GROUP, 255) instanceof Advert advert) {
            MemorySegment again = MemorySegment.ofArray(new byte[AdvertCodec.length(advert)]);
            AdvertCodec.write(advert, again, SOURCE, GROUP);
            assertThat(AdvertCodec.read(again, SOURCE, GROUP, 255)).isEqualTo(advert);
        }
    }
}

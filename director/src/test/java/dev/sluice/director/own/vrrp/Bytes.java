package dev.sluice.director.own.vrrp;

import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Messages as tests write them. */
final class Bytes {
    private Bytes() {}

    static MemorySegment of(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}

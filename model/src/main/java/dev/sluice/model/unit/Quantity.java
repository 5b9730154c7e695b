package dev.sluice.model.unit;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole number with a unit, as users write it: {@code 15s}, {@code 64KiB}, {@code 100Mbps}. */
public enum Quantity {
    DURATION_MS(
            new Unit("h", 3_600_000),
            new Unit("m", 60_000),
            new Unit("s", 1000),
            new Unit("ms", 1)),
    SIZE_BYTES(
            new Unit("GiB", 1L << 30),
            new Unit("MiB", 1L << 20),
            new Unit("KiB", 1L << 10),
            new Unit("B", 1)),
    RATE_BITS(
            new Unit("Gbps", 1_000_000_000),
            new Unit("Mbps", 1_000_000),
            new Unit("kbps", 1000),
            new Unit("bps", 1));

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,12})([A-Za-z]{1,4})");

    private final List<Unit> units;

    /** Largest unit first. */
    Quantity(Unit... units) {
        this.units = List.of(units);
    }

    private record Unit(String word, long factor) {}

    /** The amount in the smallest unit; empty if the text is no such quantity or beyond long. */
    public OptionalLong parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        for (Unit unit : units) {
            if (unit.word().equals(matcher.group(2))) {
                return count <= Long.MAX_VALUE / unit.factor()
                        ? OptionalLong.of(count * unit.factor())
                        : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /** Writes an amount in the largest unit that divides it. */
    public String write(long amount) {
        for (Unit unit : units) {
            if (amount != 0 && amount % unit.factor() == 0) {
                return amount / unit.factor() + unit.word();
            }
        }
        return amount + units.getLast().word();
    }
}

package dev.sluice.director.table;

import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Addresses and networks as sorted, merged ranges. Immutable; a look-up is a binary search over
 * numbers and allocates nothing. A network of IPv6 holds no address of IPv4, although that travels
 * as {@code ::ffff:a.b.c.d}.
 */
public final class AddressSet {
    private static final int IPV4_SHIFT = 96;
    private static final Address FIRST_IPV4 = new Address(0, 0xFFFF_0000_0000L);
    private static final Address LAST_IPV4 = new Address(0, 0xFFFF_FFFF_FFFFL);

    /** First and last address of each range: upper and lower half in turn. */
    private final long[] first;

    private final long[] last;

    private final List<String> entries;

    private record Range(Address first, Address last) {}

    private AddressSet(List<Range> ranges, List<String> entries) {
        this.entries = entries;
        first = new long[ranges.size() * 2];
        last = new long[ranges.size() * 2];
        for (int i = 0; i < ranges.size(); i++) {
            first[2 * i] = ranges.get(i).first.high();
            first[2 * i + 1] = ranges.get(i).first.low();
            last[2 * i] = ranges.get(i).last.high();
            last[2 * i + 1] = ranges.get(i).last.low();
        }
    }

    /** Takes entries in CIDR form or plain addresses; what is neither is left out. */
    public static AddressSet of(List<String> entries) {
        var ranges = new ArrayList<Range>();
        for (String entry : entries) {
            Network.parse(entry).map(AddressSet::range).ifPresent(range -> add(range, ranges));
        }
        ranges.sort(Comparator.comparing(Range::first, AddressSet::compare));
        var merged = new ArrayList<Range>();
        for (Range range : ranges) {
            Range before = merged.isEmpty() ? null : merged.getLast();
            if (before != null && compare(range.first, before.last) <= 0) {
                Address end = compare(range.last, before.last) > 0 ? range.last : before.last;
                merged.set(merged.size() - 1, new Range(before.first, end));
            } else {
                merged.add(range);
            }
        }
        return new AddressSet(merged, List.copyOf(entries));
    }

    /** Whether it was made of these entries. */
    boolean isFor(List<String> wanted) {
        return entries.equals(wanted);
    }

    private static Range range(Network network) {
        Address address = Address.of(network.address());
        int prefix = network.prefix() + (address.isIpv4() ? IPV4_SHIFT : 0);
        long highMask = prefix == 0 ? 0 : -1L << Math.max(0, 64 - prefix);
        long lowMask = prefix <= 64 ? 0 : -1L << (128 - prefix);
        return new Range(
                new Address(address.high() & highMask, address.low() & lowMask),
                new Address(address.high() | ~highMask, address.low() | ~lowMask));
    }

    /** Leaves out of a network of IPv6 what stands for IPv4. */
    private static void add(Range range, List<Range> into) {
        if (range.first.isIpv4()
                || compare(range.first, LAST_IPV4) > 0
                || compare(range.last, FIRST_IPV4) < 0) {
            into.add(range);
            return;
        }
        into.add(new Range(range.first, FIRST_IPV4.plus(-1)));
        into.add(new Range(LAST_IPV4.plus(1), range.last));
    }

    private static int compare(Address a, Address b) {
        return compare(a.high(), a.low(), b.high(), b.low());
    }

    private static int compare(long highA, long lowA, long highB, long lowB) {
        int high = Long.compareUnsigned(highA, highB);
        return high != 0 ? high : Long.compareUnsigned(lowA, lowB);
    }

    public boolean contains(long high, long low) {
        int from = 0;
        int to = first.length / 2 - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (compare(high, low, first[2 * middle], first[2 * middle + 1]) < 0) {
                to = middle - 1;
            } else if (compare(high, low, last[2 * middle], last[2 * middle + 1]) > 0) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}

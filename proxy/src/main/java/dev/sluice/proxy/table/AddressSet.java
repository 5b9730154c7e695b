package dev.sluice.proxy.table;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Addresses and networks as sorted, merged ranges. Immutable; a look-up is a binary search and
 * allocates nothing but what {@link InetAddress#getAddress} does.
 */
public final class AddressSet {
    private final byte[][] first;
    private final byte[][] last;

    private static final class Range {
        final byte[] first;
        final byte[] last;

        Range(byte[] first, byte[] last) {
            this.first = first;
            this.last = last;
        }

        byte[] first() {
            return first;
        }

        byte[] last() {
            return last;
        }
    }

    private AddressSet(List<Range> ranges) {
        first = ranges.stream().map(Range::first).toArray(byte[][]::new);
        last = ranges.stream().map(Range::last).toArray(byte[][]::new);
    }

    /** Takes entries in CIDR form or plain addresses, valid as the model's check has it. */
    public static AddressSet of(List<String> entries) {
        var ranges = new ArrayList<Range>();
        for (String entry : entries) {
            ranges.add(range(entry));
        }
        ranges.sort(Comparator.comparing(Range::first, AddressSet::compare));
        var merged = new ArrayList<Range>();
        for (Range range : ranges) {
            Range before = merged.isEmpty() ? null : merged.getLast();
            if (before != null && compare(range.first, before.last) <= 0) {
                byte[] end = compare(range.last, before.last) > 0 ? range.last : before.last;
                merged.set(merged.size() - 1, new Range(before.first, end));
            } else {
                merged.add(range);
            }
        }
        return new AddressSet(merged);
    }

    private static Range range(String entry) {
        int slash = entry.indexOf('/');
        byte[] address =
                InetAddress.ofLiteral(slash < 0 ? entry : entry.substring(0, slash)).getAddress();
        int prefix = slash < 0 ? address.length * 8 : Integer.parseInt(entry.substring(slash + 1));
        byte[] from = address.clone();
        byte[] to = address.clone();
        for (int bit = prefix; bit < address.length * 8; bit++) {
            from[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
            to[bit >> 3] |= (byte) (0x80 >> (bit & 7));
        }
        return new Range(from, to);
    }

    /** Shorter (IPv4) before longer (IPv6), then by value. */
    private static int compare(byte[] a, byte[] b) {
        return a.length != b.length
                ? Integer.compare(a.length, b.length)
                : Arrays.compareUnsigned(a, b);
    }

    public boolean contains(InetAddress address) {
        byte[] wanted = address.getAddress();
        int low = 0;
        int high = first.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (compare(wanted, first[middle]) < 0) {
                high = middle - 1;
            } else if (compare(wanted, last[middle]) > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}

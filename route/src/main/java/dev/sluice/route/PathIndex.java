package dev.sluice.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The path prefixes of one domain, and which rule each belongs to. Finds the longest that a path
 * begins with, in one binary search and without allocating. Immutable.
 *
 * <p>The prefixes lie sorted, end to end. Whatever begins the path sorts at or before it, and so
 * does everything between the two, which then begins with the same bytes: the answer is the
 * greatest prefix that is not beyond the path, or one that in turn begins it. Each prefix therefore
 * knows its parent, the longest other one that it begins with.
 */
final class PathIndex {
    static final int NONE = -1;

    private final byte[] bytes;

    /** Prefix {@code i} lies between {@code starts[i]} and {@code starts[i + 1]}. */
    private final int[] starts;

    private final int[] rules;
    private final int[] parents;

    /**
     * Builds an index.
     *
     * @param ruleByPrefix the empty prefix begins every path
     */
    PathIndex(Map<String, Integer> ruleByPrefix) {
        var sorted = new TreeMap<byte[], Integer>(Arrays::compareUnsigned);
        ruleByPrefix.forEach(
                (prefix, rule) -> sorted.put(prefix.getBytes(StandardCharsets.ISO_8859_1), rule));
        int size = sorted.size();
        this.bytes = new byte[sorted.keySet().stream().mapToInt(prefix -> prefix.length).sum()];
        this.starts = new int[size + 1];
        this.rules = new int[size];
        this.parents = new int[size];
        int i = 0;
        for (Map.Entry<byte[], Integer> entry : sorted.entrySet()) {
            byte[] prefix = entry.getKey();
            System.arraycopy(prefix, 0, bytes, starts[i], prefix.length);
            starts[i + 1] = starts[i] + prefix.length;
            rules[i] = entry.getValue();
            parents[i] = i == 0 ? NONE : longestWithin(i - 1, prefix, 0, prefix.length);
            i++;
        }
    }

    /** The rule of the longest prefix that the path begins with, or {@link #NONE}. */
    int match(byte[] buffer, int start, int end) {
        int found = longestWithin(greatestNotBeyond(buffer, start, end), buffer, start, end);
        return found == NONE ? NONE : rules[found];
    }

    int size() {
        return rules.length;
    }

    private int greatestNotBeyond(byte[] buffer, int start, int end) {
        int low = 0;
        int high = rules.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(
                            bytes, starts[middle], starts[middle + 1], buffer, start, end)
                    <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The prefix itself, or the nearest of its ancestors, that the text begins with. */
    private int longestWithin(int prefix, byte[] buffer, int start, int end) {
        if (prefix == NONE) {
            return NONE;
        }
        int mismatch =
                Arrays.mismatch(bytes, starts[prefix], starts[prefix + 1], buffer, start, end);
        int shared = mismatch < 0 ? length(prefix) : mismatch;
        int candidate = prefix;
        while (candidate != NONE && length(candidate) > shared) {
            candidate = parents[candidate];
        }
        return candidate;
    }

    private int length(int prefix) {
        return starts[prefix + 1] - starts[prefix];
    }
}

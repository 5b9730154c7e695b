package dev.sluice.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Domains and the paths of each: a hash table with open addressing, at most half full. The hash is
 * taken from the last byte to the first, so that one pass over a host yields that of every domain
 * it ends in. Immutable.
 */
final class DomainIndex {
    /** The hash of nothing, to begin with. */
    static final int EMPTY_HASH = 0x811C9DC5;

    private final byte[][] domains;
    private final @Nullable PathIndex[] paths;
    private final int mask;
    private final boolean empty;

    DomainIndex(Map<String, PathIndex> byDomain) {
        int slots = Integer.highestOneBit(Math.max(1, byDomain.size())) * 4;
        this.domains = new byte[slots][];
        this.paths = new PathIndex[slots];
        this.mask = slots - 1;
        this.empty = byDomain.isEmpty();
        Arrays.fill(domains, new byte[0]);
        byDomain.forEach(this::put);
    }

    private void put(String domain, PathIndex index) {
        byte[] bytes = domain.getBytes(StandardCharsets.ISO_8859_1);
        int hash = EMPTY_HASH;
        for (int i = bytes.length - 1; i >= 0; i--) {
            hash = extend(hash, bytes[i]);
        }
        int slot = slot(hash);
        while (paths[slot] != null) {
            slot = (slot + 1) & mask;
        }
        domains[slot] = bytes;
        paths[slot] = index;
    }

    boolean isEmpty() {
        return empty;
    }

    /** The hash of a text with one more byte before it (FNV-1a's step). */
    static int extend(int hash, byte before) {
        return (hash ^ (before & 0xFF)) * 0x01000193;
    }

    /** The paths of a domain with the given hash; null if it is not here. */
    @Nullable PathIndex find(byte[] buffer, int start, int end, int hash) {
        int slot = slot(hash);
        while (true) {
            PathIndex found = paths[slot];
            if (found == null) {
                return null;
            }
            byte[] domain = domains[slot];
            if (Arrays.equals(domain, 0, domain.length, buffer, start, end)) {
                return found;
            }
            slot = (slot + 1) & mask;
        }
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & mask;
    }
}

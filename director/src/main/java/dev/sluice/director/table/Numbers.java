package dev.sluice.director.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Numbers for things that come and go, by which off-heap entries name them: the lower 20 bits are a
 * place in an array, the upper 11 tell who had that place before from who has it now. 0 is
 * nobody's. Used by the thread that builds tables.
 */
final class Numbers {
    static final int PLACE_BITS = 20;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final int TURNS = 1 << 11;

    private final Map<String, Integer> numbers = new HashMap<>();
    private int[] turns = new int[16];
    private int[] free = new int[16];
    private int freed;
    private int places;

    /** The place of a number in arrays; also of a number that is nobody's any more. */
    static int place(int number) {
        return number & PLACE_MASK;
    }

    /** How long arrays must be for all places. */
    int places() {
        return places;
    }

    /** The number of a key: the one that it has, or a new one. */
    int of(String key) {
        Integer has = numbers.get(key);
        if (has != null) {
            return has;
        }
        int place = freed > 0 ? free[--freed] : places++;
        if (place >= turns.length) {
            turns = Arrays.copyOf(turns, place * 2);
        }
        turns[place] = turns[place] % (TURNS - 1) + 1;
        int number = turns[place] << PLACE_BITS | place;
        numbers.put(key, number);
        return number;
    }

    /** Forgets all keys but these. */
    void keep(Set<String> keys) {
        numbers.entrySet()
                .removeIf(entry -> {
                    if (keys.contains(entry.getKey())) {
                        return false;
                    }
                    free(place(entry.getValue()));
                    return true;
                });
    }

    private void free(int place) {
        if (freed == free.length) {
            free = Arrays.copyOf(free, freed * 2);
        }
        free[freed++] = place;
    }
}

package dev.sluice.director.packet;

import java.util.Arrays;

/**
 * Frames that wait, in a queue for each packet, and a queue of those whose packet is forgotten. Of
 * fixed size; owned by a {@link FragmentTable}.
 */
final class HeldFrames {
    static final int NONE = -1;

    /** By packet; the last queue is that of stale frames. */
    private final int[] first;

    private final int[] last;
    private final long[] frame;
    private final int[] length;
    private final int[] port;
    private final int[] next;
    private int free;
    private int size;

    HeldFrames(int packets, int frames) {
        first = new int[packets + 1];
        Arrays.fill(first, NONE);
        last = new int[packets + 1];
        frame = new long[frames];
        length = new int[frames];
        port = new int[frames];
        next = new int[frames];
        Arrays.setAll(next, i -> i + 1 < frames ? i + 1 : NONE);
        free = frames == 0 ? NONE : 0;
    }

    int size() {
        return size;
    }

    int stale() {
        return first.length - 1;
    }

    /** The first of a queue, or {@link #NONE}. */
    int first(int queue) {
        return first[queue];
    }

    long frame(int place) {
        return frame[place];
    }

    int length(int place) {
        return length[place];
    }

    int port(int place) {
        return port[place];
    }

    /** Whether there was room. */
    boolean append(int queue, long newFrame, int bytes, int cameBy) {
        int place = free;
        if (place == NONE) {
            return false;
        }
        free = next[place];
        frame[place] = newFrame;
        length[place] = bytes;
        port[place] = cameBy;
        next[place] = NONE;
        join(queue, place, place);
        size++;
        return true;
    }

    private void join(int queue, int from, int to) {
        if (first[queue] == NONE) {
            first[queue] = from;
        } else {
            next[last[queue]] = from;
        }
        last[queue] = to;
    }

    void removeFirst(int queue) {
        int place = first[queue];
        first[queue] = next[place];
        next[place] = free;
        free = place;
        size--;
    }

    /** Moves a whole queue to the stale ones. */
    void spoil(int queue) {
        if (first[queue] != NONE) {
            join(stale(), first[queue], last[queue]);
            first[queue] = NONE;
        }
    }
}

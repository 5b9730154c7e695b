package dev.sluice.proxy.http.wire;

import java.util.Arrays;

/**
 * The header lines of one head, in order, as ranges over its bytes.
 *
 * <pre>
 *   User-Agent:  curl/8  CR LF
 *   ^         ^  ^     ^       ^
 *   name      name value value the next line
 *   start     end  start end
 * </pre>
 *
 * Indexes are valid until the head is used again. Owned by the head's event loop.
 */
public final class HeaderLines {
    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int WIDTH = 4;
    private static final int INITIAL = 24;

    private final HeadBytes bytes;
    private final int most;
    private final int[] first = new int[KnownHeader.COUNT];
    private int[] spans = new int[INITIAL * WIDTH];
    private byte[] ids = new byte[INITIAL];
    private boolean[] hopByHop = new boolean[INITIAL];
    private int count;
    private int end;

    HeaderLines(HeadBytes bytes, int most) {
        this.bytes = bytes;
        this.most = most;
        Arrays.fill(first, -1);
    }

    void reset() {
        if (count > 0) {
            Arrays.fill(first, -1);
        }
        count = 0;
        end = 0;
    }

    /** How many header lines there are. */
    public int count() {
        return count;
    }

    /** The bytes that all ranges are over. */
    public byte[] bytes() {
        return bytes.array();
    }

    /** The first header of that name, or -1. */
    public int find(KnownHeader header) {
        return first[header.ordinal()];
    }

    /** The next header after {@code index} of the same known name, or -1. */
    public int next(int index) {
        for (int i = index + 1; i < count; i++) {
            if (ids[i] == ids[index]) {
                return i;
            }
        }
        return -1;
    }

    public KnownHeader header(int index) {
        return KnownHeader.byId(ids[index]);
    }

    public int nameStart(int index) {
        return spans[index * WIDTH + NAME_START];
    }

    public int nameEnd(int index) {
        return spans[index * WIDTH + NAME_END];
    }

    /** Where the value begins, whitespace before it left out. */
    public int valueStart(int index) {
        return spans[index * WIDTH + VALUE_START];
    }

    /** Where the value ends, whitespace behind it left out. */
    public int valueEnd(int index) {
        return spans[index * WIDTH + VALUE_END];
    }

    /** Whether it concerns this connection only: by its name, or because Connection names it. */
    public boolean isHopByHop(int index) {
        return hopByHop[index];
    }

    /** Where the line after this one begins. */
    int lineEnd(int index) {
        return index + 1 < count ? nameStart(index + 1) : end;
    }

    int id(int index) {
        return ids[index];
    }

    void markHopByHop(int index) {
        hopByHop[index] = true;
    }

    boolean valueIs(int index, byte[] lowerCaseWord) {
        return ByteClass.equalsIgnoreCase(
                bytes.array(), valueStart(index), valueEnd(index), lowerCaseWord);
    }

    /** Takes in the line {@code [start, cr)}, which holds no control byte but HTAB. */
    Violation add(int start, int cr) {
        if (count == most) {
            return Violation.HEADERS_TOO_MANY;
        }
        byte[] array = bytes.array();
        int colon = start;
        int hash = 0;
        boolean underscore = false;
        byte lower;
        while ((lower = ByteClass.tokenLower(array[colon])) != 0) {
            hash = KnownHeader.hash(hash, lower);
            underscore |= lower == '_';
            colon++;
        }
        if (array[colon] != ':' || colon == start) {
            return badName(array, start, colon);
        }
        KnownHeader known = KnownHeader.of(array, start, colon, hash);
        if (underscore && !known.isForwarding()) {
            if (known.isFraming() || known == KnownHeader.HOST) {
                return Violation.HEADER_NAME;
            }
            known = KnownHeader.OTHER;
        }
        return put(known, start, colon, cr);
    }

    private Violation put(KnownHeader known, int start, int colon, int cr) {
        byte[] array = bytes.array();
        int valueStart = colon + 1;
        int valueEnd = cr;
        while (valueStart < valueEnd && ByteClass.isSpaceOrTab(array[valueStart])) {
            valueStart++;
        }
        while (valueEnd > valueStart && ByteClass.isSpaceOrTab(array[valueEnd - 1])) {
            valueEnd--;
        }
        if (count == ids.length) {
            grow();
        }
        int id = known.ordinal();
        int at = count * WIDTH;
        spans[at + NAME_START] = start;
        spans[at + NAME_END] = colon;
        spans[at + VALUE_START] = valueStart;
        spans[at + VALUE_END] = valueEnd;
        ids[count] = (byte) id;
        hopByHop[count] = known.isHopByHop();
        end = cr + 2;
        int index = count++;
        if (first[id] >= 0) {
            return repeated(known);
        }
        first[id] = index;
        return Violation.NONE;
    }

    private static Violation repeated(KnownHeader known) {
        return switch (known) {
            case HOST -> Violation.HOST_REPEATED;
            case CONTENT_LENGTH -> Violation.LENGTH_REPEATED;
            case TRANSFER_ENCODING -> Violation.CODING_REPEATED;
            case EXPECT -> Violation.EXPECTATION;
            default -> Violation.NONE;
        };
    }

    private static Violation badName(byte[] array, int start, int stop) {
        if (!ByteClass.isSpaceOrTab(array[stop])) {
            return Violation.HEADER_NAME;
        }
        return stop == start ? Violation.HEADER_FOLDED : afterSpace(array, stop);
    }

    private static Violation afterSpace(byte[] array, int space) {
        int i = space;
        while (ByteClass.isSpaceOrTab(array[i])) {
            i++;
        }
        return array[i] == ':' ? Violation.HEADER_SPACE_BEFORE_COLON : Violation.HEADER_NAME;
    }

    private void grow() {
        int size = Math.min(most, count * 2);
        spans = Arrays.copyOf(spans, size * WIDTH);
        ids = Arrays.copyOf(ids, size);
        hopByHop = Arrays.copyOf(hopByHop, size);
    }
}

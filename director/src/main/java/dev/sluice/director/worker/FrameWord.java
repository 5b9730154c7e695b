package dev.sluice.director.worker;

/**
 * A frame's place, length and port in one number, so that it goes through a ring as such:
 *
 * <pre>
 *  63                     24 23        10 9        0
 * +-------------------------+------------+----------+
 * | first byte in the memory|   length   |   port   |
 * +-------------------------+------------+----------+
 * </pre>
 */
final class FrameWord {
    private static final int FRAME_SHIFT = 24;
    private static final int LENGTH_SHIFT = 10;
    private static final int LENGTH_MASK = (1 << (FRAME_SHIFT - LENGTH_SHIFT)) - 1;
    private static final int PORT_MASK = (1 << LENGTH_SHIFT) - 1;

    private FrameWord() {}

    static long of(long frame, int length, int port) {
        return (frame << FRAME_SHIFT) | ((long) length << LENGTH_SHIFT) | port;
    }

    static long frame(long word) {
        return word >>> FRAME_SHIFT;
    }

    static int length(long word) {
        return (int) (word >>> LENGTH_SHIFT) & LENGTH_MASK;
    }

    static int port(long word) {
        return (int) word & PORT_MASK;
    }
}

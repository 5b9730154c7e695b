package dev.sluice.proxy.log;

/** Whole lines on their way to the file. Owned by a loop, then by the writer, then free. */
final class LogBatch {
    final byte[] bytes;
    int length;
    int lines;
    long sinceNs;

    LogBatch(int size) {
        bytes = new byte[size];
    }

    void clear() {
        length = 0;
        lines = 0;
    }
}

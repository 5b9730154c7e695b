package dev.sluice.proxy.http;

/** When what happened to a request: {@link System#nanoTime} values; 0 for what did not happen. */
final class ExchangeTimes {
    private long startNs;
    private long connectStartNs;
    private long connectNs;
    private long sentNs;
    private long answeredNs;
    private long endNs;

    void begin(long atNs) {
        startNs = atNs;
        connectStartNs = 0;
        connectNs = 0;
        sentNs = 0;
        answeredNs = 0;
        endNs = 0;
    }

    void connecting() {
        connectStartNs = System.nanoTime();
    }

    /** How long the last connecting took. */
    long connected() {
        connectNs = System.nanoTime() - connectStartNs;
        return connectNs;
    }

    long sent() {
        sentNs = System.nanoTime();
        return sentNs;
    }

    void answered() {
        answeredNs = System.nanoTime();
    }

    void ended() {
        endNs = System.nanoTime();
    }

    /** When the head of the server's answer came. */
    long answeredNs() {
        return answeredNs;
    }

    /** When the answer ended. */
    long endNs() {
        return endNs;
    }

    /** From the first byte of the head to the end of the answer. */
    long totalNs() {
        return endNs - startNs;
    }

    /** From sending the request to the head of its answer; 0 without one. */
    long serverNs() {
        return answeredNs == 0 || sentNs == 0 ? 0 : answeredNs - sentNs;
    }

    /** How long connecting took; 0 for a connection that was there. */
    long connectNs() {
        return connectNs;
    }
}

package dev.sluice.proxy.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * How a request's head is changed on its way to a server, beside what the protocol asks for.
 *
 * <p>Reused: {@link #clear()} before each request. Owned by one event loop.
 */
public final class RequestEdits {
    final ValueEdit value = new ValueEdit();
    byte @Nullable [] requestId;
    boolean passesExpect;

    /** Back to no change at all. */
    public void clear() {
        value.clear();
        requestId = null;
        passesExpect = false;
    }

    /**
     * Sends this X-Request-Id in place of the client's; without it a trusted proxy's is kept and
     * any other's left out.
     */
    public void requestId(byte[] id) {
        requestId = id;
    }

    /** Passes {@code Expect: 100-continue} on, so that the server decides about the body. */
    public void passExpect() {
        passesExpect = true;
    }

    /**
     * Replaces bytes of a header's value, such as a cookie's.
     *
     * @param from index over the head's bytes
     * @param replacement without control bytes
     */
    public void replaceValue(int from, int to, byte[] replacement) {
        value.set(from, to, replacement);
    }
}

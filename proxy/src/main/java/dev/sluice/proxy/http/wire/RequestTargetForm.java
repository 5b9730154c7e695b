package dev.sluice.proxy.http.wire;

/** Turns a target without a path into one with it (RFC 9112 §3.2.1 and §3.2.4). */
final class RequestTargetForm {
    private RequestTargetForm() {}

    /**
     * After an authority the path may be missing: {@code http://host} and {@code http://host?q}.
     */
    static void makeOrigin(RequestHead head) {
        int start = head.targetStart();
        int end = head.targetEnd();
        if (!head.isAbsolute() || (start < end && head.bytes()[start] == '/')) {
            return;
        }
        HeadBytes bytes = head.headBytes();
        int made = bytes.filled();
        boolean wholeServer = start == end && head.method() == Method.OPTIONS;
        bytes.append((byte) (wholeServer ? '*' : '/'));
        bytes.append(start, end);
        head.target(made, bytes.filled(), made + 1);
    }
}

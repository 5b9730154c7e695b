package dev.sluice.proxy.http.wire;

/** Why a right request gets an answer made here and not by a server. */
public enum Trouble {
    REQUEST_TIMEOUT(408, "the request did not come in time"),
    SERVER_UNREACHABLE(502, "no server could be reached"),
    SERVER_GARBAGE(502, "the server answered something that is not HTTP"),
    SERVER_ABORTED(502, "the server closed the connection before it answered"),
    NO_SERVER(503, "no server is available"),
    SERVER_TIMEOUT(504, "the server did not answer in time");

    private final int status;
    private final byte[] sentence;

    Trouble(int status, String sentence) {
        this.status = status;
        this.sentence = Scratch.ascii(sentence);
    }

    public int status() {
        return status;
    }

    byte[] sentence() {
        return sentence;
    }
}

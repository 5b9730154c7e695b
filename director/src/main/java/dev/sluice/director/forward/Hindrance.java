package dev.sluice.director.forward;

/** Why a session's packets are for a worker, and not for the kernel by itself. */
enum Hindrance {
    NONE("nothing"),
    MIRRORED("another director forwards it, as far as is known"),
    KILLED("it is being ended"),
    SHIFTED("the director shook hands itself (synProxy): sequence numbers are shifted"),
    TELLS("a PROXY header or client option is still to be put in"),
    HALF_OPEN("its two ends have not both agreed yet"),
    CLOSING("its connection is not established, or not any more"),
    LISTENER_GONE("its listener is gone"),
    TUNNEL("it goes by a tunnel whose header the kernel's program cannot put before packets"),
    PORT("the interface that it leaves by takes no frames from programs"),
    BANDWIDTH("a limit of bandwidth is to be asked about each packet"),
    NOT_OWNED("its virtual or local address is not this director's any more"),
    LEAVES("it may not stay with its server");

    private final String words;

    Hindrance(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}

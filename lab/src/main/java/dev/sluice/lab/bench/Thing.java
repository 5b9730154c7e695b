package dev.sluice.lab.bench;

/** What a trial counts. */
enum Thing {
    REQUEST("request", "requests"),
    HANDSHAKE("handshake", "handshakes"),
    MEBIBYTE("MiB", "MiB");

    private final String one;
    private final String many;

    Thing(String one, String many) {
        this.one = one;
        this.many = many;
    }

    String one() {
        return one;
    }

    String many() {
        return many;
    }
}

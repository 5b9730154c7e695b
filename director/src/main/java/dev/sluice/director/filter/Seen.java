package dev.sluice.director.filter;

/** What the filter made of a packet. Each is counted. */
public enum Seen {
    LISTENER("taken: for a listener"),
    LOCAL("taken: for a local address"),
    BACKEND("taken: a reply of a backend"),
    FRAGMENT("taken: a fragment of or for an address of interest"),
    ICMP("taken: ICMP for or about an address of interest"),
    ARP("taken: asks for the MAC of an IPv4 address that is ours"),
    NEIGHBOUR("taken: asks for the MAC of an IPv6 address that is ours"),
    NO_SOCKET("of those taken, dropped: no socket at the queue it came in by"),
    FOREIGN_MAC("to the kernel: for another machine's MAC"),
    SHORT("to the kernel: shorter than the headers looked at"),
    OTHER("to the kernel: nothing of ours");

    private final String words;

    Seen(String words) {
        this.words = words;
    }

    /** The same in words. */
    public String words() {
        return words;
    }
}

package dev.sluice.lab.region;

/**
 * A network of the region, IPv4 and IPv6 side by side. A node's last number is the same in all of
 * them: {@code 192.0.2.11} is {@code 2001:db8:2::11} and {@code 10.1.0.11} too.
 */
public enum Network {
    /** The client and the router. */
    CLIENTS("clients", "198.51.100.", "2001:db8:100::"),
    /** Where directors get packets from the router, and proxies send theirs back to it. */
    FRONT("front", "192.0.2.", "2001:db8:2::"),
    /** Where backends are; the router has a foot in it for what they send to clients directly. */
    BACK("back", "10.1.0.", "2001:db8:10::"),
    /** Between control and the nodes that it configures. */
    MANAGEMENT("manage", "10.2.0.", "2001:db8:20::"),
    /** Where directors tell each other of their sessions. */
    SYNC("sync", "10.3.0.", "2001:db8:30::");

    private final String label;
    private final String start4;
    private final String start6;

    Network(String label, String start4, String start6) {
        this.label = label;
        this.start4 = start4;
        this.start6 = start6;
    }

    /** What its bridge is called, and in every node the interface that leads to it. */
    public String label() {
        return label;
    }

    /** The IPv4 address of a host in it. */
    public String address4(int host) {
        return start4 + host;
    }

    /** The IPv6 address of a host in it; the digits are those of the IPv4 address. */
    public String address6(int host) {
        return start6 + host;
    }

    /** The IPv4 network. */
    public String network4() {
        return start4 + "0/24";
    }

    /** The IPv6 network. */
    public String network6() {
        return start6 + "/64";
    }
}

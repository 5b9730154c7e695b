package dev.sluice.linux.netlink;

/** What becomes of packets that a route takes. */
public enum RouteType {
    /** They are sent on. */
    UNICAST(Abi.RTN_UNICAST),
    /** They are for this machine. */
    LOCAL(Abi.RTN_LOCAL),
    /** They vanish without a word. */
    BLACKHOLE(Abi.RTN_BLACKHOLE),
    /** They vanish, and their sender is told. */
    UNREACHABLE(Abi.RTN_UNREACHABLE),
    /** Something else: broadcast, multicast and so on. */
    OTHER(0);

    private final int number;

    RouteType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static RouteType of(int number) {
        for (RouteType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return OTHER;
    }
}

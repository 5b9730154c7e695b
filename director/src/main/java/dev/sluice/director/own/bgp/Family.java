package dev.sluice.director.own.bgp;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Whose routes: an address family (RFC 4760 §3), always of unicast. */
enum Family {
    IPV4(1),
    IPV6(2);

    static final int UNICAST = 1;

    private final int number;

    Family(int number) {
        this.number = number;
    }

    /** The AFI. */
    int number() {
        return number;
    }

    static Family of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}

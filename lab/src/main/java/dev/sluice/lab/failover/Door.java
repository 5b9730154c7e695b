package dev.sluice.lab.failover;

import java.net.StandardProtocolFamily;

/**
 * Where clients come in: an address behind which servers are reached by one forwarding method.
 *
 * @param method fullnat, nat, route or tunnel
 * @param address IPv4 or IPv6
 * @param port of TCP and of UDP
 */
public record Door(String method, String address, int port) {
    private static final String IPV6 = " IPv6";

    /** The method, and the family where it is not the usual one: as a table says it. */
    public String name() {
        return name(method, isIpv6());
    }

    /** What the door of a method and a family is called. */
    static String name(String method, boolean ipv6) {
        return ipv6 ? method + IPV6 : method;
    }

    boolean isIpv6() {
        return address.indexOf(':') >= 0;
    }

    /** What a socket must be of to come here. */
    StandardProtocolFamily family() {
        return isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }
}

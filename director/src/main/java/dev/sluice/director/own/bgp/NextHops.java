package dev.sluice.director.own.bgp;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The own addresses by which a peer reaches this director. A family without one is not announced.
 */
public record NextHops(@Nullable InetAddress ipv4, @Nullable InetAddress ipv6) {
    @Nullable InetAddress of(Family family) {
        return family == Family.IPV4 ? ipv4 : ipv6;
    }

    Set<Family> families() {
        var families = EnumSet.noneOf(Family.class);
        for (Family family : Family.values()) {
            if (of(family) != null) {
                families.add(family);
            }
        }
        return families;
    }
}

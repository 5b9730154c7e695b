package dev.sluice.lab.region;

import static dev.sluice.lab.region.Network.FRONT;

import java.util.stream.Collectors;

/**
 * What the router's BIRD reads, where directors announce themselves: each is a neighbour by BGP,
 * watched by BFD, and what several announce alike goes to all of them, flow by flow.
 */
final class RouterText {
    /** The router's autonomous system. */
    static final int ROUTER_AS = 64_600;

    /** The directors' autonomous system. */
    static final int DIRECTORS_AS = 64_601;

    private static final String COMMON =
            """
            # Made for this lab. The router hears from directors what packets go there for.
            log stderr all;
            router id ROUTER;
            protocol device {}
            protocol kernel kernel4 { merge paths yes limit 16; ipv4 { import none; export all; }; }
            protocol kernel kernel6 { merge paths yes limit 16; ipv6 { import none; export all; }; }
            protocol bfd {
              interface "FRONT" { min rx interval 50 ms; min tx interval 50 ms; multiplier 3; };
            }
            # What a director asks to have elsewhere goes there (RFC 8326).
            filter heard {
              if (65535, 0) ~ bgp_community then bgp_local_pref = 0;
              accept;
            }
            """;

    private RouterText() {}

    static String of(Region region) {
        String router = region.first(NodeKind.ROUTER).address4(FRONT);
        return COMMON.replace("ROUTER", router).replace("FRONT", FRONT.label())
                + region.nodes(NodeKind.DIRECTOR).stream()
                        .map(director -> neighbour(router, director))
                        .collect(Collectors.joining());
    }

    private static String neighbour(String router, RegionNode director) {
        return """
        protocol bgp %s {
          local %s as %d;
          neighbor %s as %d;
          hold time 3;
          connect delay time 1;
          connect retry time 1;
          error wait time 1, 2;
          bfd yes;
          ipv4 { import filter heard; export none; };
          ipv6 { import filter heard; export none; };
        }
        """
                .formatted(
                        protocol(director),
                        router,
                        ROUTER_AS,
                        director.address4(FRONT),
                        DIRECTORS_AS);
    }

    /** What BIRD calls the neighbour. */
    static String protocol(RegionNode director) {
        return director.name().replace('-', '_');
    }
}

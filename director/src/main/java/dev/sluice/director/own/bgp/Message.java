package dev.sluice.director.own.bgp;

import java.util.Set;

/**
 * A message of BGP-4 (RFC 4271 §4), or what came in place of one. Numbers are in network order.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *   |                     marker: 16 bytes of ones                  |
 *   +-------------------------------+---------------+---------------+
 *   |  length, header included      |     type      |
 *   +-------------------------------+---------------+
 *
 *   1 OPEN           version 4 (1) | AS (2) | hold time, s (2) | identifier (4)
 *                    | length (1) | parameters: type 2 (1), length (1), capabilities:
 *                    |              code (1), length (1), value                    RFC 5492
 *   2 UPDATE         length (2) | withdrawn networks | length (2) | attributes | networks
 *                      network:   prefix (1), as many bytes as it needs
 *                      attribute: flags (1), type (1), length (1, or 2 by a flag), value
 *   3 NOTIFICATION   code (1) | subcode (1) | data
 *   4 KEEPALIVE
 *   5 ROUTE-REFRESH  AFI (2) | subtype (1) | SAFI (1)                              RFC 2918, 7313
 * </pre>
 */
sealed interface Message {
    int HEADER_BYTES = 19;
    int MARKER_BYTES = 16;

    /** RFC 4271 §4.1; longer ones are for those who ask for them (RFC 8654). */
    int LENGTH_MAX = 4096;

    int VERSION = 4;

    /** Who the other end is and what it can do. */
    record Open(
            long as,
            int holdTimeS,
            int identifier,
            Set<Family> families,
            boolean fourOctetAs,
            boolean routeRefresh)
            implements Message {
        public Open {
            families = Set.copyOf(families);
        }
    }

    /**
     * Routes, which are read over.
     *
     * @param oddAttributes how many attributes were not as their kind must be (RFC 7606: no reason
     *     to end the session, since nothing is made of them)
     */
    record Update(int oddAttributes) implements Message {}

    /** Why the other end closes. */
    record Notification(int code, int subcode) implements Message {}

    record Keepalive() implements Message {}

    /** The other end wants all routes again. */
    record RouteRefresh(int family, int subtype, int safi) implements Message {}

    /**
     * What is no message: the session must end.
     *
     * @param data what the NOTIFICATION tells besides
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Broken(Fault fault, byte[] data) implements Message {
        Broken(Fault fault) {
            this(fault, new byte[0]);
        }
    }
}

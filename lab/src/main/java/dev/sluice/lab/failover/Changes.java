package dev.sluice.lab.failover;

import java.util.List;

/**
 * How often something has changed hands since directors began.
 *
 * @param masters changes of state of virtual routers
 * @param sessions BGP sessions established, each one more of which is an end before
 * @param watched BFD sessions that are up
 * @param lost times that a director has not heard another
 * @param silent directors that did not say
 */
record Changes(long masters, long sessions, long watched, long lost, int silent) {
    static Changes of(List<Figures> directors) {
        return new Changes(
                sum(directors, "sluice_vrrp_transitions_total"),
                sum(directors, "sluice_bgp_sessions_total"),
                sum(directors, "sluice_bfd_up"),
                sum(directors, "sluice_sync_peers_lost_total"),
                (int) directors.stream().filter(one -> one.text().isEmpty()).count());
    }

    private static long sum(List<Figures> directors, String metric) {
        return directors.stream()
                .mapToDouble(one -> one.of(metric))
                .filter(Double::isFinite)
                .mapToLong(Math::round)
                .sum();
    }

    /** What of it came after an earlier moment. Sessions that are down now have ended, too. */
    Changes since(Changes before) {
        return new Changes(
                masters - before.masters,
                sessions - before.sessions,
                Math.max(0, before.watched - watched),
                lost - before.lost,
                silent);
    }

    /** Of those that nothing may cause by itself. */
    long transitions() {
        return masters + sessions + watched;
    }

    /** All of it, in words. */
    String words() {
        return "%,d changes of virtual routers, %,d BGP sessions established anew, %,d BFD sessions down, other directors not heard %,d times"
                .formatted(masters, sessions, watched, lost);
    }
}

package dev.sluice.proxy.http;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.StableHash;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.table.HttpTable;
import dev.sluice.proxy.table.HttpTable.RuleTarget;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.upstream.Attempt;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.Target;
import dev.sluice.route.RuleTable;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server for a request: its rule says the target, a cookie or the target's scheduler the
 * server, and none is tried twice. Used again; owned by its flow.
 */
final class ServerSearch {
    /** Servers that are tried for one request before the client gets 502. */
    private static final int TRIES_MAX = 5;

    private final HttpLoop http;
    private final Exchange exchange;
    private final Attempt attempt = new Attempt();

    ServerSearch(HttpLoop http, Exchange exchange) {
        this.http = http;
        this.exchange = exchange;
    }

    /** Finds the target; false if there is none for such a request. */
    boolean begin(HttpTable table) {
        Target to = target(table, exchange.table());
        if (to == null) {
            return false;
        }
        exchange.target(to);
        attempt.begin(to.pool());
        return true;
    }

    private @Nullable Target target(HttpTable table, ListenerTable listener) {
        RuleTable rules = table.rules();
        if (rules == null) {
            return listener.target();
        }
        RequestHead head = exchange.head();
        int rule =
                rules.match(
                        head.bytes(),
                        head.hostStart(),
                        head.hostEnd(),
                        head.targetStart(),
                        head.pathEnd());
        if (rule < 0) {
            return listener.target();
        }
        RuleTarget found = table.ruleTargets().get(rule);
        exchange.rule(found.name());
        return found.target();
    }

    /** The next server to try, or {@link Scheduler#NONE}. */
    int next() {
        Target from = exchange.target();
        int chosen = exchange.stickyServer(attempt);
        if (chosen == Scheduler.NONE && attempt.tries() < TRIES_MAX) {
            chosen = from.pick(http.loop(), hash(from), attempt);
        }
        return chosen;
    }

    private long hash(Target from) {
        return switch (from.config().scheduler()) {
            case SCH, QCH -> StableHash.address(exchange.client().address().address().getAddress());
            case TCH -> exchange.fourTupleHash();
            default -> 0;
        };
    }

    Backend backend(int server) {
        return attempt.backend(server);
    }

    /** A server was tried in vain. */
    void tried(int server) {
        attempt.tried(server);
    }

    /** Whether one was. */
    boolean hasTried() {
        return attempt.tries() > 0;
    }
}

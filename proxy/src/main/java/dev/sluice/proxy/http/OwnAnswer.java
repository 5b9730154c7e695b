package dev.sluice.proxy.http;

import dev.sluice.model.Redirect;
import dev.sluice.proxy.http.wire.Trouble;
import dev.sluice.proxy.http.wire.Violation;
import dev.sluice.proxy.log.Termination;

/** Answers requests where no server does: redirects, and what went wrong. Owned by a flow. */
final class OwnAnswer {
    private final Exchange exchange;
    private final RequestBody body;
    private final ResponseRelay relay;

    OwnAnswer(Exchange exchange, RequestBody body, ResponseRelay relay) {
        this.exchange = exchange;
        this.body = body;
        this.relay = relay;
    }

    void redirect(Redirect redirect) {
        exchange.keepAlive(exchange.keepAlive() && body.complete());
        relay.redirect(redirect);
        end(redirect.code(), Termination.NONE);
    }

    void violation(Violation violation) {
        exchange.violation(violation);
        exchange.keepAlive(false);
        relay.violation(violation);
        end(violation.status(), Termination.BAD_REQUEST);
    }

    void trouble(Trouble trouble, Termination why) {
        boolean clientAtFault = why == Termination.CLIENT_TIMEOUT || why == Termination.BAD_REQUEST;
        exchange.keepAlive(exchange.keepAlive() && body.complete() && !clientAtFault);
        relay.trouble(trouble);
        end(trouble.status(), why);
    }

    private void end(int status, Termination why) {
        exchange.answeredOurselves(status);
        exchange.termination(why);
        relay.flush();
    }
}

package dev.sluice.control.rest;

import dev.sluice.control.change.Outcome;
import dev.sluice.control.change.Refusal;
import dev.sluice.control.change.Wish;
import dev.sluice.control.change.Writer;
import dev.sluice.control.distribute.Distributor;
import java.time.Duration;

/**
 * Brings a request's wish to the writer: {@code dryRun} only asks, {@code wait} waits so many
 * seconds until every node has answered to the change.
 */
final class Submission {
    private static final long MAX_WAIT_S = 300;

    /**
     * How long an answer waits by itself: nodes are mostly done sooner, and whoever is answered can
     * then count on the change.
     */
    private static final Duration USUAL_WAIT = Duration.ofMillis(200);

    private final Writer writer;
    private final Distributor distributor;

    Submission(Api.Parts parts) {
        this.writer = parts.writer();
        this.distributor = parts.distributor();
    }

    Outcome.Granted submit(ApiRequest request, Wish wish) throws ApiFault, InterruptedException {
        boolean dryRun = request.flag("dryRun");
        long waitS = request.number("wait", 0, 0, MAX_WAIT_S);
        Outcome outcome = dryRun ? writer.dryRun(wish) : writer.submit(wish, actor(request));
        Outcome.Granted granted =
                switch (outcome) {
                    case Outcome.Granted done -> done;
                    case Outcome.Refused refused -> throw fault(refused.refusal());
                    case Outcome.Unavailable unavailable ->
                            throw ApiFault.of(ErrorCode.UNAVAILABLE, unavailable.message());
                };
        if (!dryRun && (waitS > 0 || distributor.hasNodes())) {
            Duration wait = waitS > 0 ? Duration.ofSeconds(waitS) : USUAL_WAIT;
            distributor.awaitProgrammed(granted.revision(), wait);
        }
        return granted;
    }

    /** The command line says what it is; everybody else is whoever has the token. */
    private static String actor(ApiRequest request) {
        return request.header("user-agent").orElse("").startsWith("sluice-cli") ? "cli" : "token";
    }

    private static ApiFault fault(Refusal refusal) {
        ErrorCode code =
                switch (refusal.reason()) {
                    case INVALID -> ErrorCode.INVALID;
                    case NOT_FOUND -> ErrorCode.NOT_FOUND;
                    case EXISTS, REVISION_MISMATCH -> ErrorCode.PRECONDITION_FAILED;
                    case REFERENCED -> ErrorCode.REFERENCED;
                };
        return ApiFault.of(code, refusal.message(), refusal.problems());
    }
}

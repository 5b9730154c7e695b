package dev.sluice.proxy;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.SchedulerPlan;
import dev.sluice.balance.StableHash;
import dev.sluice.model.StickyType;
import dev.sluice.model.node.Explanation.Candidate;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.NodeReport.Health;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.proxy.upstream.Attempt;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.Stickiness;
import dev.sluice.proxy.upstream.Target;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which server of a target would be chosen, and why each other would not. Uses a schedule of its
 * own.
 */
final class ExplainedChoice {
    private final Target target;
    private final RequestQuestion question;
    private final Attempt attempt = new Attempt();
    private final List<String> because = new ArrayList<>();
    private final int server;

    ExplainedChoice(Target target, RequestQuestion question) {
        this.target = target;
        this.question = question;
        attempt.begin(target.pool());
        int sticky = sticky();
        server = sticky != Scheduler.NONE ? sticky : scheduled();
    }

    int server() {
        return server;
    }

    List<String> because() {
        return because;
    }

    private int sticky() {
        Stickiness by = target.stickiness();
        String cookies = question.cookie();
        if (by == null || cookies == null) {
            return Scheduler.NONE;
        }
        for (String cookie : cookies.split("; *", -1)) {
            String prefix = by.session().cookie() + "=";
            if (cookie.startsWith(prefix)) {
                return named(
                        by,
                        cookie.substring(prefix.length()).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        because.add("no cookie " + by.session().cookie() + ": the scheduler chooses");
        return Scheduler.NONE;
    }

    private int named(Stickiness by, byte[] value) {
        int found =
                by.session().type() == StickyType.INSERT
                        ? by.cookie().server(value, 0, value.length)
                        : by.cookie().markedServer(value, 0, value.length);
        if (found == Scheduler.NONE) {
            because.add(
                    "cookie "
                            + by.session().cookie()
                            + " names no server of this group: the scheduler chooses");
        } else if (!attempt.eligible(found)) {
            because.add(
                    "cookie names "
                            + attempt.backend(found).endpoint()
                            + ", which is down: the scheduler chooses");
            return Scheduler.NONE;
        } else {
            because.add(
                    "cookie "
                            + by.session().cookie()
                            + " names "
                            + attempt.backend(found).endpoint());
        }
        return found;
    }

    private int scheduled() {
        var config = target.config();
        List<ServerConfig> servers = target.pool().config().servers();
        Scheduler scheduler =
                SchedulerPlan.of(config.scheduler(), servers, config.group().hashCode()).forLoop(0);
        long hash = StableHash.address(InetAddress.ofLiteral(question.client()).getAddress());
        int chosen = scheduler.pick(hash, attempt);
        because.add(
                switch (config.scheduler()) {
                    case SCH -> "sch: the client's address decides";
                    case TCH, QCH ->
                            "the connection decides; shown is the choice for the address alone";
                    case WRR, RR -> "turns are taken; shown is the first of a cycle";
                    case WLC -> "the least busy for its weight is chosen";
                    case P2C, EWMA -> "the better of two at random is chosen; shown is one draw";
                });
        if (chosen == Scheduler.NONE) {
            because.add("no server may be chosen: 503");
        }
        return chosen;
    }

    List<Candidate> candidates() {
        var candidates = new ArrayList<Candidate>();
        List<ServerConfig> servers = target.pool().config().servers();
        for (int i = 0; i < servers.size(); i++) {
            Backend backend = target.pool().backends().get(i);
            Health health = backend.health().state().health();
            candidates.add(
                    new Candidate(
                            backend.endpoint(),
                            servers.get(i).weight(),
                            health,
                            verdict(i, servers.get(i))));
        }
        return candidates;
    }

    private String verdict(int number, ServerConfig config) {
        if (number == server) {
            return "chosen";
        }
        Backend backend = target.pool().backends().get(number);
        if (!backend.usable()) {
            String cause = backend.cause();
            return cause == null ? "down" : "down: " + cause;
        }
        return config.weight() == 0 ? "weight 0: no new work" : "could be chosen";
    }
}

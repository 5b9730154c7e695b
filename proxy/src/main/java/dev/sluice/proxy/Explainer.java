package dev.sluice.proxy;

import dev.sluice.balance.Scheduler;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Explanation.Answer;
import dev.sluice.model.node.Explanation.Candidate;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.proxy.table.HttpTable;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.table.LiveListener;
import dev.sluice.proxy.upstream.Target;
import dev.sluice.route.Explained;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says which rule, group and server would take a request, by the very tables that serve. Any
 * thread; changes nothing.
 */
final class Explainer {
    private final RequestQuestion question;
    private final LiveListener live;
    private final ListenerTable table;
    private final List<String> because = new ArrayList<>();
    private String rule = "";

    private Explainer(RequestQuestion question, LiveListener live) {
        this.question = question;
        this.live = live;
        this.table = live.table();
    }

    static Explanation explain(List<LiveListener> listeners, RequestQuestion question) {
        var answers = new ArrayList<Answer>();
        for (LiveListener live : listeners) {
            if (live.table().http() != null && asked(question, live)) {
                answers.add(new Explainer(question, live).answer());
            }
        }
        answers.sort(Comparator.comparing(Answer::listener));
        return new Explanation(answers);
    }

    private static boolean asked(RequestQuestion question, LiveListener live) {
        String wanted = question.listener();
        return wanted == null || wanted.equals(live.name()) || wanted.equals(live.id());
    }

    private Answer answer() {
        HttpTable http = table.http();
        if (http == null) {
            throw new AssertionError("only http and https listeners are asked");
        }
        if (!table.admits(InetAddress.ofLiteral(question.client()))) {
            because.add(
                    "the access list does not let "
                            + question.client()
                            + " in: the connection is reset");
            return outcome("denied", null, "");
        }
        var redirect = http.config().redirect();
        if (redirect != null) {
            because.add("the listener redirects everything to https port " + redirect.https());
            return outcome("redirected", null, "");
        }
        Target target = target(http);
        if (target == null) {
            because.add("there is no server group to send it to: 503");
            return outcome("unavailable", null, "");
        }
        return pick(target);
    }

    private @Nullable Target target(HttpTable http) {
        if (http.rules() == null) {
            because.add("listener " + live.name() + " has no rules: its own server group takes it");
            return table.target();
        }
        Explained found =
                http.rules().explain(question.host().toLowerCase(Locale.ROOT), question.path());
        because.addAll(found.because());
        if (found.rule() < 0) {
            because.add("no rule matches: the listener's own server group takes it");
            return table.target();
        }
        rule = http.ruleTargets().get(found.rule()).name();
        return http.ruleTargets().get(found.rule()).target();
    }

    private Answer pick(Target target) {
        var choice = new ExplainedChoice(target, question);
        because.addAll(choice.because());
        if (choice.server() == Scheduler.NONE) {
            return outcome("unavailable", target, "", choice.candidates());
        }
        return outcome(
                "forwarded",
                target,
                target.pool().backends().get(choice.server()).endpoint(),
                choice.candidates());
    }

    private Answer outcome(String outcome, @Nullable Target target, String backend) {
        return outcome(outcome, target, backend, List.of());
    }

    private Answer outcome(
            String outcome, @Nullable Target target, String backend, List<Candidate> candidates) {
        String group = target == null ? "" : target.pool().config().name();
        return new Answer(live.name(), outcome, rule, group, backend, because, candidates);
    }
}

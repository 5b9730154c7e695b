package dev.sluice.route;

import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import dev.sluice.model.unit.IpLiteral;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules that conflict and rules that can never take a request.
 *
 * <p>One rule hides another wholly only if both have the same domain and path. Longer paths never
 * cover a shorter one, for some path always lies between; narrower domains never cover a wildcard;
 * and a domain whose paths do not match is passed over. What is left are rules that ask for what no
 * request has.
 */
public final class RuleAnalysis {
    private static final int LONGEST_LABEL = 63; // RFC 1035 §2.3.4
    private static final int LONGEST_NAME = 253;

    private final List<RuleFinding> findings = new ArrayList<>();

    private RuleAnalysis() {}

    /** Looks at the rules of an http listener. */
    public static List<RuleFinding> of(List<RuleConfig> rules) {
        var analysis = new RuleAnalysis();
        analysis.conflicts(rules);
        rules.forEach(analysis::neverMatches);
        return List.copyOf(analysis.findings);
    }

    /**
     * Looks at the rules of an https listener.
     *
     * @param certificateNames the domains of all its certificates, wildcards included
     */
    public static List<RuleFinding> ofTls(List<RuleConfig> rules, Set<String> certificateNames) {
        var analysis = new RuleAnalysis();
        analysis.conflicts(rules);
        rules.forEach(analysis::neverMatches);
        rules.forEach(rule -> analysis.certificate(rule, certificateNames));
        return List.copyOf(analysis.findings);
    }

    private void conflicts(List<RuleConfig> rules) {
        Map<String, RuleConfig> taken = new HashMap<>();
        for (RuleConfig rule : rules) {
            // A domain has no blank, so that this is unique.
            String match = rule.domain() + " " + RuleTable.prefix(rule.path());
            RuleConfig other = taken.putIfAbsent(match, rule);
            if (other != null) {
                String message =
                        "has the same domain and path as rule '"
                                + other.name()
                                + "'; remove one of the two";
                findings.add(new RuleFinding(RuleFinding.Type.CONFLICT, rule, other, message));
            }
        }
    }

    private void neverMatches(RuleConfig rule) {
        String reason = rule.domain() == null ? null : badDomain(rule.domain());
        if (reason == null && rule.path() != null) {
            reason = badPath(rule.path());
        }
        if (reason != null) {
            String message = "can never match: " + reason;
            findings.add(new RuleFinding(RuleFinding.Type.NEVER_MATCHES, rule, null, message));
        }
    }

    private static @Nullable String badPath(String path) {
        if (path.indexOf('#') >= 0) {
            return "clients do not send what follows a #; remove it from the path";
        }
        return path.indexOf('?') >= 0
                ? "the path of a request ends before its ?; remove the query from the path"
                : null;
    }

    private static @Nullable String badDomain(String domain) {
        boolean wildcard = domain.startsWith("*.");
        String name = wildcard ? domain.substring(2) : domain;
        boolean tooLong =
                name.length() > LONGEST_NAME
                        || Arrays.stream(name.split("\\."))
                                .anyMatch(label -> label.length() > LONGEST_LABEL);
        if (tooLong) {
            return "a domain has at most 253 characters, and 63 between two dots";
        }
        if (IpLiteral.looksLikeOne(name) && (wildcard || IpLiteral.parse(name).isEmpty())) {
            return "no host name is made of numbers alone; write a domain or a whole address";
        }
        return null;
    }

    private void certificate(RuleConfig rule, Set<String> names) {
        String domain = rule.domain();
        if (domain == null || names.stream().anyMatch(name -> covers(name, domain))) {
            return;
        }
        String message =
                "no certificate of the listener is for "
                        + domain
                        + ", so that clients are shown one for another name; add one to"
                        + " `certificates`";
        findings.add(new RuleFinding(RuleFinding.Type.NO_CERTIFICATE, rule, null, message));
    }

    /** A wildcard stands for exactly one label (RFC 9525 §6.3). */
    private static boolean covers(String name, String domain) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals(domain)) {
            return true;
        }
        int dot = domain.indexOf('.');
        return lower.startsWith("*.")
                && dot > 0
                && lower.substring(1).equals(domain.substring(dot));
    }
}

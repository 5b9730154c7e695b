package dev.sluice.route;

import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compiled rules of one listener. Immutable; any number of threads may ask it, and asking
 * allocates nothing.
 *
 * <p>Rules are asked in this order, and the first that matches takes the request:
 *
 * <ol>
 *   <li>those of exactly the host's domain,
 *   <li>those of wildcards it falls under, narrower ones first ({@code *.a.example.com} before
 *       {@code *.example.com}; neither matches {@code example.com} itself),
 *   <li>those without a domain.
 * </ol>
 *
 * <p>Within one domain, the longest path that the request's path begins with wins; no path, and
 * {@code /}, begin everything. A domain none of whose paths match is passed over. What no rule
 * takes is for the listener's own target.
 */
public final class RuleTable {
    /** No rule takes the request. */
    public static final int NONE = PathIndex.NONE;

    private final List<RuleConfig> rules;
    private final DomainIndex exact;
    private final DomainIndex wildcards;
    private final PathIndex anyDomain;

    private RuleTable(
            List<RuleConfig> rules, DomainIndex exact, DomainIndex wildcards, PathIndex anyDomain) {
        this.rules = rules;
        this.exact = exact;
        this.wildcards = wildcards;
        this.anyDomain = anyDomain;
    }

    /**
     * Compiles rules. Of two with one domain and path, which validation refuses, the first counts.
     */
    public static RuleTable of(List<RuleConfig> rules) {
        Map<String, Map<String, Integer>> exact = new HashMap<>();
        Map<String, Map<String, Integer>> wildcards = new HashMap<>();
        Map<String, Integer> anyDomain = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            String domain = rules.get(i).domain();
            Map<String, Integer> paths;
            if (domain == null) {
                paths = anyDomain;
            } else if (domain.startsWith("*.")) {
                paths = wildcards.computeIfAbsent(lower(domain.substring(2)), _ -> new HashMap<>());
            } else {
                paths = exact.computeIfAbsent(lower(domain), _ -> new HashMap<>());
            }
            paths.putIfAbsent(prefix(rules.get(i).path()), i);
        }
        return new RuleTable(
                List.copyOf(rules), index(exact), index(wildcards), new PathIndex(anyDomain));
    }

    private static DomainIndex index(Map<String, Map<String, Integer>> byDomain) {
        Map<String, PathIndex> indexed = new HashMap<>();
        byDomain.forEach((domain, paths) -> indexed.put(domain, new PathIndex(paths)));
        return new DomainIndex(indexed);
    }

    private static String lower(String domain) {
        return domain.toLowerCase(Locale.ROOT);
    }

    /** No path and {@code /} are the same, so that {@code OPTIONS *} finds both. */
    static String prefix(@Nullable String path) {
        return path == null || path.equals("/") ? "" : path;
    }

    /** The rules in the order given; {@link #match} answers with a position in this list. */
    public List<RuleConfig> rules() {
        return rules;
    }

    /**
     * Finds the rule that takes a request.
     *
     * @param buffer holds both host and path
     * @param hostStart begins the host: lower case, without a port, possibly with a dot at its end;
     *     an empty host only finds rules without a domain
     * @param pathStart begins the path, without the query
     * @return a position in {@link #rules}, or {@link #NONE}
     */
    public int match(byte[] buffer, int hostStart, int hostEnd, int pathStart, int pathEnd) {
        boolean rooted = hostEnd > hostStart && buffer[hostEnd - 1] == '.';
        int end = rooted ? hostEnd - 1 : hostEnd;
        if (end > hostStart && !(exact.isEmpty() && wildcards.isEmpty())) {
            int found = matchDomains(buffer, hostStart, end, pathStart, pathEnd);
            if (found != NONE) {
                return found;
            }
        }
        return anyDomain.match(buffer, pathStart, pathEnd);
    }

    /** One pass from the host's end: each domain met is narrower than the one before. */
    private int matchDomains(byte[] buffer, int hostStart, int end, int pathStart, int pathEnd) {
        int best = NONE;
        int hash = DomainIndex.EMPTY_HASH;
        for (int i = end - 1; i >= hostStart; i--) {
            if (buffer[i] == '.' && i > hostStart && !wildcards.isEmpty()) {
                PathIndex paths = wildcards.find(buffer, i + 1, end, hash);
                best = narrower(paths, best, buffer, pathStart, pathEnd);
            }
            hash = DomainIndex.extend(hash, buffer[i]);
        }
        PathIndex paths = exact.find(buffer, hostStart, end, hash);
        return narrower(paths, best, buffer, pathStart, pathEnd);
    }

    private static int narrower(
            @Nullable PathIndex paths, int best, byte[] buffer, int pathStart, int pathEnd) {
        if (paths == null) {
            return best;
        }
        int found = paths.match(buffer, pathStart, pathEnd);
        return found == NONE ? best : found;
    }

    /**
     * Finds the rule that takes a request, for those who have texts.
     *
     * @param host in any case, with or without a port
     * @param path with or without a query
     */
    public int match(String host, String path) {
        byte[] hostBytes = Request.host(host).getBytes(StandardCharsets.ISO_8859_1);
        byte[] pathBytes = Request.path(path).getBytes(StandardCharsets.ISO_8859_1);
        byte[] buffer = new byte[hostBytes.length + pathBytes.length];
        System.arraycopy(hostBytes, 0, buffer, 0, hostBytes.length);
        System.arraycopy(pathBytes, 0, buffer, hostBytes.length, pathBytes.length);
        return match(buffer, 0, hostBytes.length, hostBytes.length, buffer.length);
    }

    /** Finds the rule that takes a request, and says what was asked on the way. */
    public Explained explain(String host, String path) {
        String wanted = Request.host(host);
        String domain = wanted.endsWith(".") ? wanted.substring(0, wanted.length() - 1) : wanted;
        int found = match(host, path);
        return new Explained(found, new Steps(rules, found).of(domain, Request.path(path)));
    }
}

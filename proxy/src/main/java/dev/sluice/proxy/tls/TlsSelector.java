package dev.sluice.proxy.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate a listener answers a ClientHello with. Immutable; asked by every event loop.
 *
 * <p>By name: exact, then the wildcard one label up, then the default. Among several certificates
 * for one name, the first that the client can check, elliptic curves before RSA because they cost a
 * fifth of the work.
 */
public final class TlsSelector implements AutoCloseable {
    private final TlsRules rules;
    private final Map<String, List<Candidate>> byName = new HashMap<>();
    private final List<Candidate> defaults = new ArrayList<>();
    private final List<String> problems;
    private final Runnable onClose;

    /**
     * @param defaultCandidate what clients get whose name nobody has; null: their handshakes fail
     * @param others further certificates, in order
     */
    TlsSelector(
            TlsRules rules,
            @Nullable Candidate defaultCandidate,
            List<Candidate> others,
            List<String> problems,
            Runnable onClose) {
        this.rules = rules;
        this.problems = List.copyOf(problems);
        this.onClose = onClose;
        if (defaultCandidate != null) {
            add(defaultCandidate);
            defaults.add(defaultCandidate);
        }
        for (Candidate other : others) {
            add(other);
            // The default's twin with another kind of key serves those whom the default cannot.
            if (defaultCandidate != null && other.names().containsAll(defaultCandidate.names())) {
                defaults.add(other);
            }
        }
        byName.values().forEach(list -> list.sort(TlsSelector::byCost));
        defaults.sort(TlsSelector::byCost);
    }

    private void add(Candidate candidate) {
        for (String name : candidate.names()) {
            byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(candidate);
        }
    }

    private static int byCost(Candidate one, Candidate other) {
        return Boolean.compare(one.kind() == KeyKind.RSA, other.kind() == KeyKind.RSA);
    }

    /** What could not be used, one sentence each: names the certificate, the reason, the remedy. */
    public List<String> problems() {
        return problems;
    }

    /** Gives the contexts back. Connections that shake hands or are open go on. */
    @Override
    public void close() {
        onClose.run();
    }

    /** The context that answers a client; null where the listener has none. */
    @Nullable NativeTls contextFor(ClientHello hello) {
        List<Candidate> candidates = candidatesFor(hello.serverName());
        for (Candidate candidate : candidates) {
            if (rules.serve(hello, candidate.kind())) {
                return candidate.context();
            }
        }
        // None will do; BoringSSL finds the words.
        return candidates.isEmpty() ? null : candidates.getFirst().context();
    }

    private List<Candidate> candidatesFor(@Nullable String name) {
        if (name == null) {
            return defaults;
        }
        List<Candidate> exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        List<Candidate> wildcard = dot > 0 ? byName.get("*" + name.substring(dot)) : null;
        return wildcard != null ? wildcard : defaults;
    }

    /**
     * A certificate that could answer.
     *
     * @param names what it is for, as {@link CertificateChain#names} gives them
     */
    record Candidate(Set<String> names, KeyKind kind, NativeTls context) {}
}

package dev.sluice.model.check;

import dev.sluice.model.Listener;
import dev.sluice.model.Protocol;
import dev.sluice.model.shape.FieldShape;
import dev.sluice.model.shape.RecordShape;
import dev.sluice.model.shape.Words;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fields that only some protocols look at. What a listener of another protocol was given there is
 * refused if leaving it out would change who may connect or where traffic goes, and else warned of.
 * A value that equals the default is left alone, so that what is read back can be sent again.
 */
final class ProtocolFit {
    private static final Set<Protocol> HTTP = EnumSet.of(Protocol.HTTP, Protocol.HTTPS);
    private static final Set<Protocol> PLAIN_HTTP = EnumSet.of(Protocol.HTTP);
    private static final Set<Protocol> HTTPS = EnumSet.of(Protocol.HTTPS);
    private static final Set<Protocol> STREAM = EnumSet.of(Protocol.TCP, Protocol.UDP);
    private static final Set<Protocol> TCP = EnumSet.of(Protocol.TCP);

    private static final Map<String, Set<Protocol>> REFUSED =
            Map.of(
                    "stickySession", HTTP,
                    "redirect", PLAIN_HTTP,
                    "certificate", HTTPS,
                    "certificates", HTTPS,
                    "clientCa", HTTPS);

    private static final Map<String, Set<Protocol>> WITHOUT_EFFECT =
            Map.ofEntries(
                    Map.entry("idleTimeout", HTTP),
                    Map.entry("requestTimeout", HTTP),
                    Map.entry("maxRequestBody", HTTP),
                    Map.entry("gzip", HTTP),
                    Map.entry("http2", HTTP),
                    Map.entry("forwarded", HTTP),
                    Map.entry("accessLog", HTTP),
                    Map.entry("tlsPolicy", HTTPS),
                    Map.entry("allowStaticRsa", HTTPS),
                    Map.entry("persistenceTimeout", STREAM),
                    Map.entry("establishedTimeout", STREAM),
                    Map.entry("connectionDrain", STREAM),
                    Map.entry("clientAddress", STREAM),
                    Map.entry("synProxy", TCP));

    private final Findings findings;
    private final Map<Protocol, Listener> bare = new EnumMap<>(Protocol.class);

    ProtocolFit(Findings findings) {
        this.findings = findings;
    }

    void check(Listener listener) {
        Listener bare = bare(listener.protocol());
        for (FieldShape field : RecordShape.of(Listener.class).fields()) {
            Set<Protocol> refused = REFUSED.getOrDefault(field.name(), Set.of());
            Set<Protocol> fits = WITHOUT_EFFECT.getOrDefault(field.name(), refused);
            boolean set = !Objects.equals(field.valueIn(listener), field.valueIn(bare));
            if (fits.isEmpty() || fits.contains(listener.protocol()) || !set) {
                continue;
            }
            String message =
                    "is for "
                            + words(fits)
                            + " listeners, and this is one for "
                            + Words.of(listener.protocol())
                            + "; remove it, or change the protocol";
            if (refused.isEmpty()) {
                findings.warn(listener, field.name(), ProblemCodes.NO_EFFECT, message);
            } else {
                findings.error(listener, field.name(), ProblemCodes.CONFLICT, message);
            }
        }
    }

    private static String words(Set<Protocol> protocols) {
        List<String> words = protocols.stream().map(Words::of).toList();
        return words.stream().collect(Collectors.joining(" and "));
    }

    /** A listener with nothing but what it must have. */
    private Listener bare(Protocol protocol) {
        return bare.computeIfAbsent(protocol, wanted -> Defaults.listener("any", wanted, 1));
    }
}

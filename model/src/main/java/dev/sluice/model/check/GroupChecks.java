package dev.sluice.model.check;

import dev.sluice.model.Certificate;
import dev.sluice.model.Kind;
import dev.sluice.model.PassiveHealth;
import dev.sluice.model.Server;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.shape.Shown;
import dev.sluice.model.unit.IpLiteral;
import java.util.HashSet;
import java.util.Set;

/** Server groups and certificates, each by itself. */
final class GroupChecks {
    private final Findings findings;
    private final ProbeChecks probes;

    GroupChecks(Findings findings) {
        this.findings = findings;
        this.probes = new ProbeChecks(findings);
    }

    void run() {
        for (ServerGroup group : findings.all(ServerGroup.class, Kind.SERVER_GROUP)) {
            probes.check(group, group.healthCheck());
            servers(group);
            ejections(group);
        }
        for (Certificate certificate : findings.all(Certificate.class, Kind.CERTIFICATE)) {
            certificate(certificate);
        }
    }

    private void servers(ServerGroup group) {
        Set<String> endpoints = new HashSet<>();
        for (int i = 0; i < group.servers().size(); i++) {
            Server server = group.servers().get(i);
            String path = Paths.item("servers", i);
            address(group, path + ".address", server.address());
            if (!endpoints.add(server.address() + " " + server.port())) {
                findings.error(
                        group,
                        path,
                        ProblemCodes.DUPLICATE,
                        "is in the group already; give one server more weight instead");
            }
        }
    }

    private void ejections(ServerGroup group) {
        PassiveHealth passive = group.passiveHealth();
        if (passive == null) {
            return;
        }
        if (passive.ejectionMax().compareTo(passive.ejection()) < 0) {
            findings.error(
                    group,
                    "passiveHealth.ejectionMax",
                    ProblemCodes.CONFLICT,
                    "is shorter than `ejection`");
        }
        if (passive.failures() == 0 && passive.successRate() == 0 && passive.latencyFactor() == 0) {
            findings.warn(
                    group,
                    "passiveHealth",
                    ProblemCodes.NO_EFFECT,
                    "ejects nobody: `failures`, `successRate` and `latencyFactor` are all 0");
        }
    }

    private void address(ServerGroup group, String path, String address) {
        if (IpLiteral.looksLikeOne(address) && IpLiteral.parse(address).isEmpty()) {
            findings.error(
                    group,
                    path,
                    ProblemCodes.MALFORMED,
                    "must be an address or a host name, not "
                            + Shown.text(address)
                            + "; the port goes into `port`");
        }
    }

    private void certificate(Certificate certificate) {
        if (certificate.chain() == null && certificate.chainFile() == null) {
            findings.error(
                    certificate,
                    "chain",
                    ProblemCodes.MISSING_FIELD,
                    "is missing; give the chain as PEM, or in a file its name as `chainFile`");
        }
        both(certificate, "chain", certificate.chain() != null && certificate.chainFile() != null);
        both(certificate, "key", certificate.key() != null && certificate.keyFile() != null);
    }

    private void both(Certificate certificate, String field, boolean both) {
        if (both) {
            findings.error(
                    certificate,
                    field,
                    ProblemCodes.CONFLICT,
                    "stands beside `" + field + "File`; give only one of the two");
        }
    }
}

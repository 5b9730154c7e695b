package dev.sluice.control.change;

import dev.sluice.control.certificate.CertificateCheck;
import dev.sluice.control.certificate.CertificateCheck.Outcome;
import dev.sluice.model.Catalog;
import dev.sluice.model.Certificate;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.check.Draft;
import dev.sluice.model.check.Problem;
import dev.sluice.model.check.ProblemCodes;
import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the certificates of some drafts into what is stored: chain and key id in the resource, the
 * private key apart. Used by one thread for one wish.
 */
final class CertificateIntake {
    private final CertificateFiles files;
    private final Instant now;
    private final List<Problem> problems;
    private final List<PrivateKeyFile> keys = new ArrayList<>();

    CertificateIntake(CertificateFiles files, Instant now, List<Problem> problems) {
        this.files = files;
        this.now = now;
        this.problems = problems;
    }

    /** The keys taken in so far. */
    List<PrivateKeyFile> keys() {
        return keys;
    }

    /** Drafts of other kinds pass through unchanged. */
    Draft take(Draft draft) {
        return draft.resource() instanceof Certificate certificate
                ? new Draft(taken(draft, certificate), draft.path(), draft.positions())
                : draft;
    }

    private Certificate taken(Draft draft, Certificate given) {
        String chainField = given.chainFile() == null ? "chain" : "chainFile";
        String keyField = given.keyFile() == null ? "key" : "keyFile";
        String chain = chain(draft, given);
        Secret key = key(draft, given);
        if (chain == null) {
            return given;
        }
        boolean withKey = key != null;
        return switch (CertificateCheck.check(chain, key, now)) {
            case Outcome.Refused refused -> {
                error(draft, refused.aboutKey() ? keyField : chainField, refused.message());
                yield given;
            }
            case Outcome.Accepted accepted -> {
                accepted.warnings().forEach(warning -> warn(draft, chainField, warning));
                if (withKey && accepted.key() != null) {
                    keys.add(new PrivateKeyFile(accepted.keyId(), accepted.key()));
                }
                yield new Certificate(
                        given.name(),
                        given.account(),
                        null,
                        null,
                        accepted.chain(),
                        null,
                        accepted.keyId());
            }
        };
    }

    /**
     * Settles which key a certificate without one of its own has: that of the resource it replaces,
     * if it is the same; else none, as authorities' certificates have.
     */
    Resource settled(Resource resource, Catalog before) {
        if (!(resource instanceof Certificate certificate)
                || certificate.keyId() == null
                || keys.stream().anyMatch(key -> key.keyId().equals(certificate.keyId()))) {
            return resource;
        }
        String formerKey =
                Named.find(before, Kind.CERTIFICATE, certificate.account(), certificate.name())
                        .map(stored -> ((Certificate) stored.resource()).keyId())
                        .orElse(null);
        return Objects.equals(formerKey, certificate.keyId())
                ? certificate
                : new Certificate(
                        certificate.name(),
                        certificate.account(),
                        null,
                        null,
                        certificate.chain(),
                        null,
                        null);
    }

    private @Nullable String chain(Draft draft, Certificate given) {
        if (given.chainFile() != null && given.chain() != null) {
            error(draft, "chain", "is given twice; remove chain or chainFile");
            return null;
        }
        if (given.chainFile() != null) {
            byte[] text = file(draft, "chainFile", given.chainFile());
            return text == null ? null : new String(text, StandardCharsets.UTF_8);
        }
        if (given.chain() == null) {
            error(draft, "chain", "is missing; give the certificate chain, PEM, leaf first");
        }
        return given.chain();
    }

    private @Nullable Secret key(Draft draft, Certificate given) {
        if (given.keyFile() == null) {
            return given.key();
        }
        if (given.key() != null) {
            error(draft, "key", "is given twice; remove key or keyFile");
        }
        byte[] text = file(draft, "keyFile", given.keyFile());
        return text == null ? null : new Secret(text);
    }

    private byte @Nullable [] file(Draft draft, String field, String name) {
        try {
            return files.read(name);
        } catch (NoSuchFileException absent) {
            error(
                    draft,
                    field,
                    "names '"
                            + name
                            + "', which is not there; file names count from the"
                            + " configuration file, and the API takes chain and key instead");
        } catch (IOException unreadable) {
            error(
                    draft,
                    field,
                    "names '" + name + "', which cannot be read: " + unreadable.getMessage());
        }
        return null;
    }

    private void error(Draft draft, String field, String message) {
        problems.add(
                problem(Problem.Severity.ERROR, ProblemCodes.MALFORMED, draft, field, message));
    }

    private void warn(Draft draft, String field, String message) {
        problems.add(
                problem(
                        Problem.Severity.WARNING,
                        ProblemCodes.QUESTIONABLE,
                        draft,
                        field,
                        message));
    }

    private static Problem problem(
            Problem.Severity severity, String code, Draft draft, String field, String message) {
        return new Problem(severity, code, draft.at(field), draft.pathOf(field), message);
    }
}

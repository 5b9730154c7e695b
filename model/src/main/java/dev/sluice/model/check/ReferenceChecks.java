package dev.sluice.model.check;

import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.shape.FieldShape;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.shape.RecordShape;
import dev.sluice.model.shape.Shown;
import dev.sluice.model.shape.Spelling;
import dev.sluice.model.shape.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whatever is referred to exists: follows every field that {@code refersTo} something. */
final class ReferenceChecks {
    private final Findings findings;

    ReferenceChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        for (Kind kind : Kind.values()) {
            for (Resource resource : findings.all(Resource.class, kind)) {
                record(resource, (Record) resource, "");
            }
        }
    }

    private void record(Resource owner, Record record, String path) {
        for (FieldShape field : RecordShape.of(record.getClass()).fields()) {
            boolean reference = !field.field().refersTo().isEmpty();
            if (reference || field.type() == ValueType.RECORD) {
                value(owner, field, field.valueIn(record), Paths.child(path, field.name()));
            }
        }
    }

    private void value(Resource owner, FieldShape field, @Nullable Object value, String path) {
        switch (value) {
            case null -> {}
            case List<?> items -> {
                for (int i = 0; i < items.size(); i++) {
                    value(owner, field, items.get(i), Paths.item(path, i));
                }
            }
            case Record nested -> record(owner, nested, path);
            default -> reference(owner, field.field().refersTo(), value.toString(), path);
        }
    }

    private void reference(Resource owner, String kindName, String wanted, String path) {
        Kind kind = Kind.named(kindName).orElseThrow();
        if (findings.resolve(owner, kind, wanted).isPresent()) {
            return;
        }
        List<String> known =
                findings.all(Resource.class, kind).stream()
                        .filter(other -> other.account().equals(owner.account()))
                        .map(Resource::name)
                        .toList();
        String suggestion = Spelling.suggestion(wanted, known);
        findings.error(
                owner,
                path,
                ProblemCodes.DANGLING_REFERENCE,
                owner.kind().singular()
                        + " '"
                        + owner.name()
                        + "' refers to "
                        + kind.singular()
                        + " "
                        + Shown.text(wanted)
                        + ", which does not exist"
                        + (suggestion.isEmpty()
                                ? "; add it, or remove the reference"
                                : suggestion));
    }
}

package dev.sluice.model.shape;

import dev.sluice.model.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The reference of everything a user can write, made from the field declarations alone. */
public final class ConfigurationReference {
    private static final String INTRODUCTION =
            """
            # Configuration reference

            Made from the declarations in the code; a test fails when the two differ.

            A file has the sections `loadBalancers`, `serverGroups`, `certificates`, `accessLists`, \
            `directors` (each a list) and `cluster` (a mapping). `listeners` stand under their load \
            balancer and `rules` under their listener. The same fields are read and written as JSON \
            at `/v1`. Durations are written as `500ms`, `15s`, `2m` or `1h`, sizes as `64KiB`, rates \
            as `100Mbps`; truth values as `true` and `false`, or `on` and `off`.

            A name or id of another resource may stand wherever the type says so. Fields marked *fixed* \
            cannot change once the resource exists.
            """;

    private final StringBuilder out = new StringBuilder(INTRODUCTION);
    private final Deque<RecordShape> parts = new ArrayDeque<>();
    private final Set<RecordShape> written = new HashSet<>();

    private ConfigurationReference() {}

    /** The whole reference as Markdown. */
    public static String markdown() {
        var reference = new ConfigurationReference();
        for (Kind kind : Kind.values()) {
            String section = kind == Kind.CLUSTER ? kind.singular() : kind.plural();
            RecordShape shape = RecordShape.of(kind.type().asSubclass(Record.class));
            reference.table(section, shape);
        }
        while (!reference.parts.isEmpty()) {
            RecordShape part = reference.parts.removeFirst();
            if (reference.written.add(part)) {
                reference.table(part.words(), part);
            }
        }
        return reference.out.toString();
    }

    private void table(String title, RecordShape shape) {
        out.append("\n## ").append(title).append("\n\n");
        shape.shorthand()
                .ifPresent(field ->
                        out.append("A plain word in place of the whole sets `")
                                .append(field.name())
                                .append("`.\n\n"));
        out.append("| field | value | default | |\n|---|---|---|---|\n");
        for (FieldShape field : shape.fields()) {
            out.append("| `").append(field.name()).append("` | ").append(value(field));
            out.append(" | ").append(initial(field));
            out.append(" | ").append(field.field().doc()).append(marks(field)).append(" |\n");
            collect(field);
        }
    }

    private void collect(FieldShape field) {
        if (field.type() == ValueType.RECORD) {
            parts.add(field.nested());
        }
    }

    private static String value(FieldShape field) {
        String one;
        if (field.type() == ValueType.RECORD) {
            String words = field.nested().words();
            one = "[" + words + "](#" + words.replace(' ', '-').toLowerCase(Locale.ROOT) + ")";
        } else if (!field.field().refersTo().isEmpty()) {
            one =
                    (field.field().refersTo().startsWith("a") ? "an " : "a ")
                            + field.field().refersTo()
                            + "'s name or id";
        } else {
            one = field.wants();
        }
        return field.list() ? "list: " + one : one;
    }

    private static String initial(FieldShape field) {
        if (field.field().required()) {
            return "required";
        }
        return field.hasInitial() ? "`" + field.field().initial() + "`" : "";
    }

    private static String marks(FieldShape field) {
        return (field.field().immutable() ? " *Fixed.*" : "")
                + (field.field().writeOnly() ? " *Never given back.*" : "")
                + (field.field().fileOnly() ? " *Only in files.*" : "");
    }
}

package dev.sluice.model.shape;

import dev.sluice.model.check.ProblemCodes;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import dev.sluice.model.unit.BitRate;
import dev.sluice.model.unit.ByteSize;
import dev.sluice.model.unit.Quantity;
import dev.sluice.model.unit.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single values: type, range and pattern. */
final class Values {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]{1,300}(\\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?");

    /** Beyond what any pattern allows; longer texts are not even looked at, as that takes long. */
    private static final int LONGEST_PATTERNED = 1100;

    private static final Position DECLARED = new Position("default", 0);
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Values() {}

    /** What became of a text. */
    sealed interface Outcome {
        record Read(Object value) implements Outcome {}

        /** Why not; the message continues {@code FIELD: }. */
        record Refused(String code, String message) implements Outcome {}
    }

    /** Reads one value as the field, or the items of the list field, want it. */
    static Outcome read(FieldShape shape, Tree.Scalar scalar) {
        String text = scalar.text() == null ? "" : scalar.text();
        if (shape.field().off() && text.equals("off")) {
            return new Outcome.Read(zero(shape.type()));
        }
        Object value = parse(shape, text, scalar.quoted());
        if (value == null) {
            String code =
                    shape.type() == ValueType.CHOICE
                            ? ProblemCodes.MALFORMED
                            : ProblemCodes.WRONG_TYPE;
            return refused(shape, code, scalar);
        }
        if (!inRange(shape, value)) {
            return refused(shape, ProblemCodes.OUT_OF_RANGE, scalar);
        }
        if (!shape.field().pattern().isEmpty() && !matches(shape.field().pattern(), text)) {
            return refused(shape, ProblemCodes.MALFORMED, scalar);
        }
        return new Outcome.Read(value);
    }

    private static Outcome refused(FieldShape shape, String code, Tree.Scalar scalar) {
        String text = scalar.text() == null ? "" : scalar.text();
        String shown =
                shape.type() == ValueType.SECRET
                        ? ""
                        : ", not "
                                + Shown.text(text)
                                + (misquoted(shape, scalar) ? " in quotes" : "");
        return new Outcome.Refused(
                code,
                "must be " + shape.wants() + shown + Spelling.suggestion(text, shape.choices()));
    }

    private static boolean misquoted(FieldShape shape, Tree.Scalar scalar) {
        return scalar.quoted()
                && scalar.text() != null
                && parse(shape, scalar.text(), false) != null;
    }

    /** The declared default, read as a user's own text would be. */
    static Object initial(FieldShape shape) {
        String initial = shape.field().initial();
        if (shape.list()) {
            return Arrays.stream(initial.split(",")).map(item -> declared(shape, item)).toList();
        }
        return declared(shape, initial);
    }

    private static Object declared(FieldShape shape, String text) {
        return switch (read(shape, new Tree.Scalar(text.strip(), false, DECLARED))) {
            case Outcome.Read read -> read.value();
            case Outcome.Refused refused ->
                    throw new AssertionError(
                            "the default of " + shape.name() + " " + refused.message());
        };
    }

    private static @Nullable Object parse(FieldShape shape, String text, boolean quoted) {
        return switch (shape.type()) {
            case TEXT -> text;
            case SECRET -> new Secret(text.getBytes(StandardCharsets.UTF_8));
            case INTEGER -> quoted ? null : integer(shape.valueClass(), text);
            case NUMBER -> quoted ? null : number(text);
            case BOOLEAN -> truth(text, quoted);
            case CHOICE -> choice(shape, text);
            case DURATION -> quantity(Quantity.DURATION_MS, text, Duration::ofMillis);
            case SIZE -> quantity(Quantity.SIZE_BYTES, text, ByteSize::new);
            case RATE -> quantity(Quantity.RATE_BITS, text, BitRate::new);
            case RECORD -> throw new AssertionError("a mapping is no scalar");
        };
    }

    private static @Nullable Object quantity(
            Quantity unit, String text, LongFunction<Object> make) {
        OptionalLong amount = unit.parse(text);
        return amount.isPresent() ? make.apply(amount.getAsLong()) : null;
    }

    private static @Nullable Object integer(Class<?> type, String text) {
        if (!INTEGER.matcher(text).matches()) {
            return null;
        }
        long value = Long.parseLong(text);
        if (type == long.class || type == Long.class) {
            return value;
        }
        // Beyond int, the nearest int is as far out of any declared range as the number itself.
        return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static @Nullable Object number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? value : null;
    }

    /** JSON has no bare {@code on} and {@code off}, so these may stand in quotes. */
    private static @Nullable Object truth(String text, boolean quoted) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            case "true" -> quoted ? null : true;
            case "false" -> quoted ? null : false;
            default -> null;
        };
    }

    private static @Nullable Object choice(FieldShape shape, String text) {
        for (Object constant : shape.valueClass().getEnumConstants()) {
            if (Words.of((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        return null;
    }

    private static Object zero(ValueType type) {
        if (type != ValueType.DURATION) {
            throw new AssertionError("only durations can be off: " + type);
        }
        return Duration.ZERO;
    }

    private static boolean inRange(FieldShape shape, Object value) {
        return (shape.field().min().isEmpty() || compare(shape, value, shape.field().min()) >= 0)
                && (shape.field().max().isEmpty()
                        || compare(shape, value, shape.field().max()) <= 0);
    }

    @SuppressWarnings("unchecked") // a limit is parsed by the value's own parser
    private static int compare(FieldShape shape, Object value, String limit) {
        Object parsed = parse(shape, limit, false);
        if (parsed == null) {
            throw new AssertionError("a bad limit on " + shape.name() + ": " + limit);
        }
        return ((Comparable<Object>) value).compareTo(parsed);
    }

    private static boolean matches(String pattern, String text) {
        return text.length() <= LONGEST_PATTERNED
                && PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
    }
}

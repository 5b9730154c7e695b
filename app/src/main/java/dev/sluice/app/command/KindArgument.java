package dev.sluice.app.command;

import dev.sluice.model.Kind;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A kind of resource, by either of its words. */
final class KindArgument implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String word) {
        return Kind.named(word)
                .orElseThrow(() ->
                        new TypeConversionException(
                                "there is no kind '%s'; there are: %s".formatted(word, words())));
    }

    private static String words() {
        return Arrays.stream(Kind.values()).map(Kind::plural).collect(Collectors.joining(", "));
    }
}

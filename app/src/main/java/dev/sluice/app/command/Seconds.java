package dev.sluice.app.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of seconds, with or without the letter behind it. */
final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        if (!text.matches("[0-9]{1,6}s?")) {
            throw new TypeConversionException("'" + text + "' is not a number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }
}

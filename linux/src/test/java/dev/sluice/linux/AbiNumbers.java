package dev.sluice.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The kernel's numbers: as a C program printed them, and as a class repeats them. */
public final class AbiNumbers {
    private AbiNumbers() {}

    /** What a C program printed, a name and a number on each line. */
    public static Map<String, Long> printed(String file) {
        return text("/layout/" + file)
                .lines()
                .map(line -> line.split(" "))
                .collect(
                        Collectors.toMap(
                                words -> words[0],
                                words -> Long.parseLong(words[1]),
                                (one, _) -> one,
                                TreeMap::new));
    }

    /** A class's constants that are numbers, by name. */
    public static Map<String, Long> of(Class<?> type) {
        var numbers = new TreeMap<String, Long>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType().isPrimitive()) {
                numbers.put(field.getName(), valueOf(field));
            }
        }
        return numbers;
    }

    private static long valueOf(Field field) {
        try {
            field.setAccessible(true);
            return ((Number) field.get(null)).longValue();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String resource) {
        try (InputStream in = AbiNumbers.class.getResourceAsStream(resource)) {
            return new String(
                    Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

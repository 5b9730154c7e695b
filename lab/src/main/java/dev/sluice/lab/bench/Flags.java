package dev.sluice.lab.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The flags of a benchmark: numbers with a default and a value for a quick look, and {@code
 * --quick}, {@code --write} and {@code --help} for all.
 */
final class Flags {
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})([smh])");

    private record Declared(int normal, int quick, String doc, boolean isDuration) {
        String shown(int value) {
            return isDuration ? value + "s" : Integer.toString(value);
        }
    }

    private record Words(String normal, String quick, String doc, List<String> known) {}

    /**
     * What was given, or by default.
     *
     * @param given the names of flags that were not left to their defaults
     */
    record Values(
            Set<String> given,
            Map<String, Integer> numbers,
            Map<String, List<String>> words,
            boolean quick,
            boolean write,
            boolean help) {
        /** The words of a list, such as {@code a,b}. */
        List<String> words(String name) {
            List<String> given = words.get(name);
            if (given == null) {
                throw new AssertionError("the flag --" + name + " is declared");
            }
            return given;
        }

        /** Of a duration. */
        Duration duration(String name) {
            return Duration.ofSeconds(number(name));
        }

        int number(String name) {
            Integer number = numbers.get(name);
            if (number == null) {
                throw new AssertionError("the flag --" + name + " is declared");
            }
            return number;
        }
    }

    /** An argument that makes no sense, in a sentence. */
    static final class BadArgument extends Exception {
        private static final long serialVersionUID = 1L;

        BadArgument(String message) {
            super(message);
        }
    }

    private final SequencedMap<String, Declared> declared = new LinkedHashMap<>();
    private final SequencedMap<String, Words> declaredWords = new LinkedHashMap<>();

    /** Declares {@code --name N}. */
    Flags number(String name, int normal, int quick, String doc) {
        declared.put(name, new Declared(normal, quick, doc, false));
        return this;
    }

    /** Declares {@code --name DURATION}, such as {@code 90s} or {@code 10m}. */
    Flags duration(String name, int normalSeconds, int quickSeconds, String doc) {
        declared.put(name, new Declared(normalSeconds, quickSeconds, doc, true));
        return this;
    }

    /**
     * Declares {@code --name WORD,WORD}.
     *
     * @param known what it may be, which {@code all} stands for, too
     */
    Flags words(String name, String normal, String quick, List<String> known, String doc) {
        declaredWords.put(name, new Words(normal, quick, doc, List.copyOf(known)));
        return this;
    }

    Values parse(List<String> args) throws BadArgument {
        Map<String, Integer> given = new LinkedHashMap<>();
        Map<String, List<String>> words = new LinkedHashMap<>();
        TreeSet<String> switches = new TreeSet<>();
        for (int at = 0; at < args.size(); at++) {
            String[] flag = args.get(at).split("=", 2);
            String name = flag[0].startsWith("--") ? flag[0].substring(2) : "";
            if (List.of("quick", "write", "help").contains(name)) {
                switches.add(name);
                continue;
            }
            if (!declared.containsKey(name) && !declaredWords.containsKey(name)) {
                throw new BadArgument("unknown argument " + args.get(at) + "; --help lists them");
            }
            String value = flag.length == 2 ? flag[1] : ++at < args.size() ? args.get(at) : "";
            Words list = declaredWords.get(name);
            Declared number = declared.get(name);
            if (number != null) {
                given.put(name, number.isDuration ? seconds(name, value) : positive(name, value));
            } else if (list != null) {
                words.put(name, list(name, value, list));
            }
        }
        var named = new TreeSet<>(given.keySet());
        named.addAll(words.keySet());
        boolean quick = switches.contains("quick");
        declared.forEach(
                (name, number) -> given.putIfAbsent(name, quick ? number.quick : number.normal));
        for (Map.Entry<String, Words> one : declaredWords.entrySet()) {
            Words list = one.getValue();
            if (!words.containsKey(one.getKey())) {
                String value = quick ? list.quick : list.normal;
                words.put(one.getKey(), list(one.getKey(), value, list));
            }
        }
        return new Values(
                Set.copyOf(named),
                Map.copyOf(given),
                Map.copyOf(words),
                quick,
                switches.contains("write"),
                switches.contains("help"));
    }

    private static List<String> list(String name, String value, Words words) throws BadArgument {
        if (value.equals("all")) {
            return words.known;
        }
        List<String> given = List.of(value.split(","));
        for (String word : given) {
            if (!words.known.contains(word)) {
                throw new BadArgument(
                        "--%s takes all or some of %s, not '%s'"
                                .formatted(name, String.join(",", words.known), word));
            }
        }
        return given;
    }

    private static int seconds(String name, String value) throws BadArgument {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw new BadArgument(
                    "--" + name + " needs a duration as 90s or 10m, not '" + value + "'");
        }
        int unit =
                switch (matcher.group(2)) {
                    case "h" -> 3600;
                    case "m" -> 60;
                    default -> 1;
                };
        return Integer.parseInt(matcher.group(1)) * unit;
    }

    private static int positive(String name, String value) throws BadArgument {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as any other wrong number
        }
        throw new BadArgument("--" + name + " needs a whole number above 0, not '" + value + "'");
    }

    /** A line for each flag. */
    String help() {
        StringBuilder text = new StringBuilder();
        declared.forEach((name, number) ->
                text.append(
                        "  %-18s %s (%s; quick: %s)%n"
                                .formatted(
                                        "--" + name + (number.isDuration ? " TIME" : " N"),
                                        number.doc,
                                        number.shown(number.normal),
                                        number.shown(number.quick))));
        declaredWords.forEach((name, words) ->
                text.append(
                        "  %-18s %s: all, or some of %s (%s; quick: %s)%n"
                                .formatted(
                                        "--" + name + " WORDS",
                                        words.doc,
                                        String.join(",", words.known),
                                        words.normal,
                                        words.quick)));
        text.append(
                "  --quick            the quick values: to see that it works, not to compare\n");
        text.append("  --write            also put the page into docs/bench/\n");
        return text.toString();
    }
}

package dev.sluice.measure;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A strict reader of Prometheus' text format 0.0.4. Refuses what the format forbids and a scraper
 * might forgive: samples before their HELP and TYPE, a name described twice or taken up again after
 * another, a sample given twice, a missing line feed at the end.
 */
final class Exposition {
    private static final Pattern HELP =
            Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\\\n]|\\\\\\\\|\\\\n)+)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)");
    private static final String LABEL =
            "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\\\\\"\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{("
                            + LABEL
                            + "(?:,"
                            + LABEL
                            + ")*)\\})?"
                            + " (-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?)");

    /** Values by name and labels as written. */
    final Map<String, Double> samples = new LinkedHashMap<>();

    /** Types by metric. */
    final Map<String, String> types = new LinkedHashMap<>();

    private final Set<String> described = new HashSet<>();
    private String helped = "";
    private String typed = "";

    static Exposition read(String text) {
        var exposition = new Exposition();
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new AssertionError("the last line has no line feed");
        }
        text.lines().forEach(exposition::line);
        return exposition;
    }

    private void line(String line) {
        var help = HELP.matcher(line);
        var type = TYPE.matcher(line);
        var sample = SAMPLE.matcher(line);
        if (help.matches()) {
            require(described.add(help.group(1)), line);
            helped = help.group(1);
        } else if (type.matches()) {
            require(type.group(1).equals(helped), line);
            typed = helped;
            types.put(typed, type.group(2));
        } else if (sample.matches()) {
            require(belongs(sample.group(1)), line);
            String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
            double value = Double.parseDouble(sample.group(3));
            require(samples.put(sample.group(1) + labels, value) == null, line);
        } else {
            throw new AssertionError("not a line of the format: " + line);
        }
    }

    private boolean belongs(String name) {
        if (!"histogram".equals(types.get(typed))) {
            return name.equals(typed);
        }
        return name.equals(typed + "_bucket")
                || name.equals(typed + "_sum")
                || name.equals(typed + "_count");
    }

    private static void require(boolean condition, String line) {
        if (!condition) {
            throw new AssertionError("out of place: " + line);
        }
    }
}

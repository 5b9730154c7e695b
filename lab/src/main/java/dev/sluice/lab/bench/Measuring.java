package dev.sluice.lab.bench;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What all benchmarks share: flags in, a page in Markdown out, a sentence when it cannot be. */
final class Measuring {

    /** The part that differs. */
    interface Body {
        /**
         * Measures.
         *
         * @param progress for a line now and then about what is going on
         * @return the tables, in Markdown
         */
        String measure(Flags.Values flags, PrintStream progress) throws LabFailure;
    }

    private Measuring() {}

    /** The folder that {@code ./sluice} is in. */
    static Path home() {
        return Path.of(System.getProperty("sluice.home", ".")).toAbsolutePath().normalize();
    }

    /** What a benchmark does that makes its page by itself. */
    interface Work {
        void measure(Flags.Values flags) throws LabFailure;
    }

    static int run(Bench bench, Flags flags, List<String> args, PrintStream out, Body body) {
        return attempt(
                bench,
                flags,
                args,
                out,
                values -> {
                    String page = page(bench, args, body.measure(values, out));
                    out.println();
                    out.print(page);
                    if (values.write()) {
                        out.println("\nwritten to " + write(bench, page));
                    }
                });
    }

    static int attempt(Bench bench, Flags flags, List<String> args, PrintStream out, Work work) {
        try {
            Flags.Values values = flags.parse(args);
            if (values.help()) {
                out.println("./sluice bench " + bench.name() + ": " + bench.summary());
                out.print(flags.help());
                return 0;
            }
            work.measure(values);
            return 0;
        } catch (Flags.BadArgument e) {
            out.println("bench " + bench.name() + ": " + e.getMessage());
            return 2;
        } catch (LabFailure e) {
            out.println("bench " + bench.name() + ": " + e.getMessage());
            return 1;
        }
    }

    private static String page(Bench bench, List<String> args, String tables) {
        return """
        # bench %s

        %s.

        - command: `%s`
        - date: %s
        - machine: %s

        %s\
        """
                .formatted(
                        bench.name(),
                        capitalized(bench.summary()),
                        command(bench, args),
                        LocalDate.now(ZoneOffset.UTC),
                        Machine.description(),
                        tables);
    }

    /** What was typed, but for that the page was to be written. */
    static String command(Bench bench, List<String> args) {
        var words = new ArrayList<>(List.of("./sluice bench", bench.name()));
        args.stream().filter(arg -> !arg.equals("--write")).forEach(words::add);
        return String.join(" ", words);
    }

    /** Where a benchmark's page is. */
    static Path file(Bench bench) {
        return home().resolve("docs/bench/" + bench.name() + ".md");
    }

    static String capitalized(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static Path write(Bench bench, String page) throws LabFailure {
        Path file = file(bench);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, page);
        } catch (IOException e) {
            throw new LabFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}

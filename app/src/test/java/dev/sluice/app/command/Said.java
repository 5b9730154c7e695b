package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A command that ran to its end.
 *
 * @param code its exit code
 * @param out its results
 * @param err everything else it said
 */
public record Said(int code, String out, String err) {
    public static Said by(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Commands.run(new Terminal(stream(out), stream(err)), words);
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}

package dev.sluice.director.backend;

import dev.sluice.linux.space.NetworkSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Python process in a namespace and a control group, that reads and writes lines. */
final class Speaking implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    Speaking(NetworkSpace space, ControlGroup group, String script, String... arguments) {
        var command = new ArrayList<String>();
        command.add("sh");
        command.add("-c");
        command.add("echo $$ > \"$0\"/cgroup.procs && exec python3 -uc \"$@\"");
        command.add(group.folder().toString());
        command.add(script);
        command.addAll(List.of(arguments));
        process =
                space.start(
                        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    String read() {
        try {
            return String.valueOf(lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a line and reads one. */
    String ask(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

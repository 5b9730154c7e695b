package dev.sluice.app.bench;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A director that a benchmark starts as a process: it says when it is ready, and answers each line
 * on its standard input with one on its standard output. Other lines are those of its log.
 */
final class AskedProcess implements AutoCloseable {
    /** Begins an answer. */
    static final String SAYS = "= ";

    /** Begins why there is none. */
    static final String FAILED = "! ";

    /** As the launcher starts a director. */
    private static final List<String> JVM =
            List.of(
                    "-Xms512m",
                    "-Xmx512m",
                    "-XX:+UseZGC",
                    "-XX:ReservedCodeCacheSize=64m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:PerMethodRecompilationCutoff=100000",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Scratch scratch;
    private final BufferedReader in;
    private final BufferedWriter out;

    private AskedProcess(Process process, Scratch scratch) {
        this.process = process;
        this.scratch = scratch;
        this.in = process.inputReader();
        this.out = process.outputWriter();
    }

    /**
     * Starts one, and returns when it is ready.
     *
     * @param program whose {@code main} takes the folder and then these arguments
     * @param scratch its folder, which is gone with it
     * @param place makes of a command one that runs where it is to run
     */
    static AskedProcess start(
            Class<?> program,
            Scratch scratch,
            List<String> arguments,
            UnaryOperator<List<String>> place)
            throws LabFailure {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.add(scratch.folder().toString());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(place.apply(command))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var started = new AskedProcess(process, scratch);
            started.answer();
            return started;
        } catch (IOException e) {
            throw new LabFailure("cannot start a director: " + e.getMessage(), e);
        }
    }

    /** Says a line, and returns the answer. */
    String ask(String line) throws LabFailure {
        try {
            out.write(line + "\n");
            out.flush();
        } catch (IOException e) {
            throw new LabFailure("a director takes no words: " + e.getMessage(), e);
        }
        return answer();
    }

    private String answer() throws LabFailure {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(FAILED)) {
                    throw new LabFailure("a director " + line.substring(FAILED.length()));
                }
                if (line.startsWith(SAYS)) {
                    return line.substring(SAYS.length());
                }
            }
            throw new LabFailure("a director ended");
        } catch (IOException e) {
            throw new LabFailure("a director does not answer: " + e.getMessage(), e);
        }
    }

    void requireAlive() throws LabFailure {
        if (!process.isAlive()) {
            throw new LabFailure("the director ended with status " + process.exitValue());
        }
    }

    /** Ends it without a word, and waits until it has; its folder stays. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
        scratch.close();
    }
}

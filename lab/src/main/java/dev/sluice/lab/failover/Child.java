package dev.sluice.lab.failover;

import dev.sluice.lab.process.LabFailure;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of this program's in a network namespace, for no process may have as many sockets as
 * all clients and servers need. Lines go to it and come back; it ends when its input does.
 */
final class Child implements AutoCloseable {
    private static final List<String> JVM =
            List.of(
                    "-Xms64m",
                    "-Xmx384m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED");

    private final String name;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.in = process.inputReader();
        this.out = process.outputWriter();
    }

    /** Starts one; it is ready when this returns. */
    static Child start(String namespace, Class<?> program, List<String> arguments)
            throws LabFailure {
        var command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var child = new Child(program.getSimpleName() + " in " + namespace, process);
            child.answer();
            return child;
        } catch (IOException e) {
            throw new LabFailure("cannot start " + program.getSimpleName() + ": " + e, e);
        }
    }

    /** Says a line, and hears one. */
    String ask(String line) throws LabFailure {
        try {
            out.write(line + "\n");
            out.flush();
            return answer();
        } catch (IOException e) {
            throw new LabFailure(name + " does not answer: " + e.getMessage(), e);
        }
    }

    private String answer() throws IOException, LabFailure {
        String answer = in.readLine();
        if (answer == null) {
            throw new LabFailure(name + " has ended");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}

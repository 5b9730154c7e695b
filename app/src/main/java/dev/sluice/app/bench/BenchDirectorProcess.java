package dev.sluice.app.bench;

import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link BenchDirector} in the middle of a bed; lines go to it and come back. */
final class BenchDirectorProcess implements SwappedDirector.Swapping {
    /** As the launcher starts a director. */
    static final List<String> JVM =
            List.of(
                    "-Xms512m",
                    "-Xmx512m",
                    "-XX:+UseZGC",
                    "-XX:ReservedCodeCacheSize=64m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Scratch scratch;
    private final BufferedReader in;
    private final BufferedWriter out;

    private BenchDirectorProcess(Process process, Scratch scratch) {
        this.process = process;
        this.scratch = scratch;
        this.in = process.inputReader();
        this.out = process.outputWriter();
    }

    /**
     * @param recompute whether checksums come unfinished
     * @param listeners further ones, that nobody sends to
     */
    static BenchDirectorProcess start(PacketBed bed, boolean recompute, int listeners)
            throws LabFailure {
        Scratch scratch = Scratch.create();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(BenchDirector.class.getName());
        command.add(scratch.folder().toString());
        command.add(Boolean.toString(recompute));
        command.add(Integer.toString(listeners));
        try {
            Process process =
                    new ProcessBuilder(bed.inMiddle(command))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var started = new BenchDirectorProcess(process, scratch);
            started.ask("");
            return started;
        } catch (IOException e) {
            throw new LabFailure("cannot start a director: " + e.getMessage(), e);
        }
    }

    /** Says a line and reads one; an empty one is not said. */
    private String ask(String line) throws LabFailure {
        try {
            if (!line.isEmpty()) {
                out.write(line + "\n");
                out.flush();
            }
            String answer = in.readLine();
            if (answer == null || answer.startsWith("failed")) {
                throw new LabFailure("the director " + (answer == null ? "ended" : answer));
            }
            return answer;
        } catch (IOException e) {
            throw new LabFailure("the director does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public SwappedDirector.Report swap(int times) throws LabFailure {
        String[] words = ask("swap " + times).split(" ");
        return new SwappedDirector.Report(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]));
    }

    @Override
    public void requireAlive() throws LabFailure {
        if (!process.isAlive()) {
            throw new LabFailure("the director ended with status " + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        scratch.close();
    }
}

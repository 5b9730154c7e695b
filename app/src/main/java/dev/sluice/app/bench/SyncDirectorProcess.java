package dev.sluice.app.bench;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import dev.sluice.lab.sync.SharingDirector;
import dev.sluice.lab.sync.SyncBed;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link SyncDirector} in a bed; lines go to it and come back. */
final class SyncDirectorProcess implements SharingDirector {
    private final Process process;
    private final Scratch scratch;
    private final BufferedReader in;
    private final BufferedWriter out;

    private SyncDirectorProcess(Process process, Scratch scratch) {
        this.process = process;
        this.scratch = scratch;
        this.in = process.inputReader();
        this.out = process.outputWriter();
    }

    static SyncDirectorProcess start(SyncBed bed, int number, boolean forwards, int sessionsMax)
            throws LabFailure {
        Scratch scratch = Scratch.inMemory();
        scratch.writeSecret("secret", "what directors of a benchmark seal their messages with\n");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(BenchDirectorProcess.JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SyncDirector.class.getName());
        command.add(scratch.folder().toString());
        command.add(Integer.toString(number));
        command.add(String.join(",", bed.addresses()));
        command.add(Boolean.toString(forwards));
        command.add(Integer.toString(sessionsMax));
        try {
            Process process =
                    new ProcessBuilder(bed.at(number, command))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var started = new SyncDirectorProcess(process, scratch);
            started.answer();
            return started;
        } catch (IOException e) {
            throw new LabFailure("cannot start a director: " + e.getMessage(), e);
        }
    }

    private String ask(String line) throws LabFailure {
        try {
            out.write(line + "\n");
            out.flush();
        } catch (IOException e) {
            throw new LabFailure("a director takes no words: " + e.getMessage(), e);
        }
        return answer();
    }

    /** Other lines are those of its log. */
    private String answer() throws LabFailure {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(SyncDirector.FAILED)) {
                    throw new LabFailure("a director " + line.substring(1));
                }
                if (line.startsWith(SyncDirector.SAYS)) {
                    return line.substring(SyncDirector.SAYS.length());
                }
            }
            throw new LabFailure("a director ended");
        } catch (IOException e) {
            throw new LabFailure("a director does not answer: " + e.getMessage(), e);
        }
    }

    private long[] numbers(String line) throws LabFailure {
        return Arrays.stream(ask(line).split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public Sample sample() throws LabFailure {
        long[] said = numbers("sample");
        return new Sample(said[0], said[1], said[2], said[3], said[4], said[5]);
    }

    @Override
    public Memory memory() throws LabFailure {
        long[] said = numbers("memory");
        return new Memory(said[0], said[1]);
    }

    @Override
    public void share() throws LabFailure {
        ask("share");
    }

    @Override
    public Joined join(long sessions) throws LabFailure {
        long[] said = numbers("join " + sessions);
        return new Joined(said[0], said[1], said[2]);
    }

    @Override
    public void begin(int sessions, int perSecond) throws LabFailure {
        ask("begin %d %d".formatted(sessions, perSecond));
    }

    @Override
    public void live(int sessions, int perSecond) throws LabFailure {
        ask("live %d %d".formatted(sessions, perSecond));
    }

    @Override
    public void churn(int perSecond) throws LabFailure {
        ask("churn " + perSecond);
    }

    @Override
    public void rest() throws LabFailure {
        ask("rest");
    }

    @Override
    public void pass(int ms) throws LabFailure {
        ask("pass " + ms);
    }

    @Override
    public Times rounds() throws LabFailure {
        return times("rounds");
    }

    @Override
    public Times entering() throws LabFailure {
        return times("entering");
    }

    private Times times(String what) throws LabFailure {
        long[] said = numbers(what);
        return new Times(said[0], said[1], said[2], said[3], said[4], said[5], said[6]);
    }

    @Override
    public String digest() throws LabFailure {
        return ask("digest");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        scratch.close();
    }
}

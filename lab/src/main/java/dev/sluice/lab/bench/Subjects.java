package dev.sluice.lab.bench;

import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.process.Scratch;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The three balancers, running side by side before one server, until closed. */
final class Subjects implements AutoCloseable {
    static final String SMALL = "/small.txt";
    static final String LARGE = "/large.txt";
    static final int SMALL_BYTES = 128;
    static final int LARGE_BYTES = 1 << 20;

    private final List<Subject> all = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();

    private Subjects() {}

    /** Starts them, and returns when each has answered rightly. */
    static Subjects start(Scratch scratch, Setup setup, AnswerCheck check, PrintStream progress)
            throws LabFailure {
        Subjects subjects = new Subjects();
        try {
            int backendPort = subjects.startBackend(scratch);
            SubjectStarter starter = new SubjectStarter(scratch, setup, backendPort);
            subjects.add(starter.nginx());
            subjects.add(starter.haproxy());
            subjects.add(starter.sluice(Map.of()));
            for (Subject subject : subjects.all) {
                check.await(subject);
                progress.println(subject.name() + " answers rightly");
            }
            return subjects;
        } catch (LabFailure e) {
            subjects.close();
            throw e;
        }
    }

    private void add(Subject subject) {
        all.add(subject);
        programs.add(subject.program());
    }

    private int startBackend(Scratch scratch) throws LabFailure {
        Path files = scratch.subfolder("files");
        scratch.write("files" + SMALL, "x".repeat(SMALL_BYTES));
        scratch.write("files" + LARGE, "x".repeat(LARGE_BYTES));
        int port = Scratch.freePort();
        Path folder = scratch.subfolder("backend");
        Map<String, String> words =
                Map.of("port", Integer.toString(port), "files", files.toString());
        Path file = scratch.render(Subjects.class, "backend.conf", "backend.conf", words);
        List<String> command =
                List.of(
                        Requirement.NGINX.path(),
                        "-e",
                        "stderr",
                        "-p",
                        folder + "/",
                        "-c",
                        file.toString());
        programs.add(Program.start("backend", Core.LOAD, folder, command));
        AnswerCheck.plain().awaitPort(programs.getLast(), URI.create("http://127.0.0.1:" + port));
        return port;
    }

    List<Subject> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        programs.reversed().forEach(Program::close);
    }
}

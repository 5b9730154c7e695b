package dev.sluice.director;

import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.linux.xdp.RingSizes;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A director in a process of its own, which can be killed. */
final class DirectorProcess implements AutoCloseable {
    /** Begins an answer; other lines are those of its log. */
    private static final String SAYS = "= ";

    /** Begins how frames are taken. */
    static final String BY = "by/";

    private final Process process;
    private final PrintWriter to;
    private final BufferedReader from;

    private DirectorProcess(Process process) {
        this.process = process;
        this.to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.from = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts one, which serves when this returns.
     *
     * @param folder where sessions are kept; its name is the director's
     * @param options what {@link #main} takes after the folder
     */
    static DirectorProcess start(NetworkSpace space, Path folder, List<String> options) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DirectorProcess.class.getName(),
                                folder.toString()));
        command.addAll(options);
        var started =
                new DirectorProcess(
                        space.start(
                                new ProcessBuilder(command)
                                        .redirectError(ProcessBuilder.Redirect.INHERIT)));
        started.answer();
        return started;
    }

    /** A counter's value. */
    long total(Counter counter, String... labels) {
        to.println(counter + " " + String.join(" ", labels));
        return Long.parseLong(answer());
    }

    private String answer() {
        try {
            String line = from.readLine();
            while (line != null && !line.startsWith(SAYS)) {
                line = from.readLine();
            }
            if (line == null) {
                throw new AssertionError("the director's process ended");
            }
            return line.substring(SAYS.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, with nothing said. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * What it is told.
     *
     * @param attachment null where each port is to have what suits it best
     */
    static DirectorOptions options(
            Path folder, UUID boot, int offloadedMax, @Nullable Attachment attachment) {
        return new DirectorOptions(
                        String.valueOf(folder.getFileName()),
                        folder,
                        DirectorOptions.BPF_ROOT,
                        1 << 12,
                        1 << 10,
                        boot,
                        1,
                        WorkerSettings.DEFAULT
                                .withRings(new RingSizes(512, 512))
                                .attached(attachment))
                .offloading(offloadedMax);
    }

    /**
     * Folder, boot, how many sessions the kernel forwards, the server, listeners as {@code
     * TCP/NAT/203.0.113.10}; "elected" among them if their addresses are to be, and {@code by/TC}
     * if frames are to be taken so.
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        var written = new Written(String.valueOf(folder.getFileName()));
        written.locals("198.18.1.0/28", "fd91:9::/124").servers(args[3]);
        List<String> listeners = new ArrayList<>(Arrays.asList(args).subList(4, args.length));
        boolean isElected = listeners.remove("elected");
        Attachment attachment = null;
        for (Attachment way : Attachment.values()) {
            attachment = listeners.remove(BY + way) ? way : attachment;
        }
        var addresses = new TreeSet<String>();
        for (String listener : listeners) {
            String[] words = listener.split("/", 3);
            written.listener(words[2], Protocol.valueOf(words[0]), Forwarding.valueOf(words[1]));
            addresses.add(words[2]);
        }
        if (isElected) {
            written.elected(100, addresses.toArray(String[]::new));
        }
        var measure = new Measure();
        try (Director director =
                        Director.open(
                                options(
                                        folder,
                                        UUID.fromString(args[1]),
                                        Integer.parseInt(args[2]),
                                        attachment),
                                measure,
                                DirectorProcess::died);
                var lines =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            say(director.apply(written.config()).refusals().toString());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.strip().split(" ");
                say(
                        Long.toString(
                                measure.total(
                                        Counter.valueOf(words[0]),
                                        Arrays.copyOfRange(words, 1, words.length))));
            }
        }
    }

    private static void say(String answer) {
        System.out.println(SAYS + answer);
    }

    private static void died(Throwable why) {
        throw new AssertionError("a worker died", why);
    }
}

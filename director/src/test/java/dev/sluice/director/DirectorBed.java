package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.inspect.InspectClient;
import dev.sluice.director.inspect.NotUnderstood;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.linux.xdp.RingSizes;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.PacketQuestion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A director in a small region, with servers and a client. */
final class DirectorBed implements AutoCloseable {
    /** More than one listener may have before its SYNs are answered with cookies. */
    static final int HALF_OPEN = 1 << 13;

    private static final int TIMEOUT_MS = 40_000;
    private static final int AGAIN_MS = 1_000;
    private static final List<String> ADDRESSES =
            List.of("10.91.2.2", "10.91.2.3", "fd91:2::2", "fd91:2::3");

    final SmallRegion region;
    final List<NamedServer> servers;
    final Measure measure = new Measure();

    /** How many sessions the kernel may forward by itself; for the next {@link #start}. */
    int offloadedMax;

    /** How frames are taken, for the next {@link #start}; null as suits each port best. */
    @Nullable Attachment attachment;

    private final Path folder;
    private final String name;
    private final UUID boot = UUID.randomUUID();
    private @Nullable Director director;

    /**
     * Begins with a configuration.
     *
     * @param folder where sessions are kept
     * @param queues of each wire
     */
    DirectorBed(Path folder, int queues, Written written) {
        this(folder, queues, written, "dir");
    }

    /**
     * The same in namespaces of another name.
     *
     * @param word that names have in common
     */
    DirectorBed(Path folder, int queues, Written written, String word) {
        this(folder, queues, written, word, 0);
    }

    /**
     * The same with a kernel that forwards by itself.
     *
     * @param offloadedMax so many sessions
     */
    DirectorBed(Path folder, int queues, Written written, String word, int offloadedMax) {
        this(folder, queues, written, word, offloadedMax, null);
    }

    /**
     * The same with frames taken in a certain way.
     *
     * @param attachment null where each port is to have what suits it best
     */
    DirectorBed(
            Path folder,
            int queues,
            Written written,
            String word,
            int offloadedMax,
            @Nullable Attachment attachment) {
        this.attachment = attachment;
        this.offloadedMax = offloadedMax;
        this.folder = folder;
        this.name = written.director();
        this.region = new SmallRegion(word, queues);
        if (offloadedMax > 0 && attachment == null) {
            region.takeRedirected();
        }
        this.servers =
                ADDRESSES.stream()
                        .map(address -> new NamedServer(region.servers, address, Written.PORT))
                        .toList();
        start(written.config());
    }

    /** Starts the director, as after {@link #stop}. */
    void start(NodeConfig config) {
        open();
        apply(config);
    }

    /** Starts one that has no configuration yet. */
    void open() {
        director = region.director.call(() -> Director.open(options(), measure, DirectorBed::died));
    }

    private static void died(Throwable why) {
        throw new AssertionError("a worker died", why);
    }

    void apply(NodeConfig config) {
        assertThat(refusals(config)).isEmpty();
    }

    /** Applies a configuration, and tells what of it could not be. */
    List<Refusal> refusals(NodeConfig config) {
        Director running = running();
        return region.director.call(() -> running.apply(config)).refusals();
    }

    private Director running() {
        Director running = director;
        if (running == null) {
            throw new AssertionError("it is stopped");
        }
        return running;
    }

    void stop() {
        Director running = director;
        if (running != null) {
            running.close();
            director = null;
        }
    }

    private DirectorOptions options() {
        WorkerSettings workers =
                WorkerSettings.DEFAULT.withRings(new RingSizes(512, 512)).attached(attachment);
        return new DirectorOptions(
                        name,
                        folder,
                        DirectorOptions.BPF_ROOT,
                        1 << 15,
                        HALF_OPEN,
                        boot,
                        1,
                        workers)
                .offloading(offloadedMax);
    }

    Set<String> served(int connections) throws IOException {
        return served(connections, Written.VIRTUAL);
    }

    /** The names that servers say in so many connections, each echoing something too. */
    Set<String> served(int connections, String virtual) throws IOException {
        var names = new HashSet<String>();
        for (int i = 0; i < connections; i++) {
            try (Socket socket = connect(virtual)) {
                names.add(readLine(socket));
                assertThat(echo(socket, "hello " + i)).isEqualTo("hello " + i);
            }
        }
        return names;
    }

    /** A connection from the client. A socket is of the namespace in which it is first used. */
    Socket connect(String virtual) throws IOException {
        var to = new InetSocketAddress(SmallRegion.literal(virtual), Written.PORT);
        return region.client.call(() -> {
            var socket = new Socket();
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(to, TIMEOUT_MS);
            return socket;
        });
    }

    /** How many SYNs to the TCP listeners were answered with cookies. */
    long cookies() {
        return measure.total(Counter.LISTENER_SYN_COOKIES, "web", "echo-TCP");
    }

    /** How many of them came back. */
    long cookiesHeld() {
        return measure.total(Counter.LISTENER_SYN_COOKIES_HELD, "web", "echo-TCP");
    }

    /** All sessions, each a line. */
    List<String> sessions() throws IOException {
        return inspect("sessions list 1000000").stream().skip(1).toList();
    }

    /** What the director says to who looks into it. */
    List<String> inspect(String request) throws IOException {
        var answer = new ByteArrayOutputStream();
        try {
            InspectClient.ask(folder, request, answer);
        } catch (NotUnderstood e) {
            throw new AssertionError(e);
        }
        return answer.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** All that the director goes by. */
    String dump() {
        Director running = director;
        return running == null ? "" : running.dump();
    }

    /** What it would do with a packet, and why. */
    Explanation.Answer explain(PacketQuestion question) {
        return running().explain(question).answers().getFirst();
    }

    /** What it is doing, as control hears it. */
    NodeReport report() {
        return running().report();
    }

    String ask(String text) throws IOException {
        try (DatagramSocket socket = region.client.call(() -> new DatagramSocket())) {
            socket.setSoTimeout(AGAIN_MS);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            var to = new InetSocketAddress(SmallRegion.literal(Written.VIRTUAL), Written.PORT);
            var answer = new DatagramPacket(new byte[2000], 2000);
            for (int waitedMs = 0; waitedMs < TIMEOUT_MS; waitedMs += AGAIN_MS) {
                socket.send(new DatagramPacket(bytes, bytes.length, to));
                try {
                    socket.receive(answer);
                    return new String(
                            answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
                } catch (SocketTimeoutException _) {
                    // Datagrams may be lost: it is asked again, by the same session.
                }
            }
            throw new AssertionError("no answer to " + text);
        }
    }

    static String echo(Socket socket, String line) throws IOException {
        write(socket, (line + "\n").getBytes(StandardCharsets.UTF_8));
        return readLine(socket);
    }

    static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A line, and not a byte more. */
    static String readLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next != '\n' && next >= 0) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }

    /** Stops it, and has it give everything back. */
    void release() {
        stop();
        region.director.run(() -> Director.release(options()));
    }

    @Override
    public void close() {
        release();
        servers.forEach(NamedServer::close);
        region.close();
    }
}

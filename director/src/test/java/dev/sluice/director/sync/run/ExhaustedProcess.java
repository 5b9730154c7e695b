package dev.sluice.director.sync.run;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.worker.LimitedProcess;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A process that opens all files that it may while somebody asks it for sessions. */
final class ExhaustedProcess {
    private static final PrintStream OUT =
            new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** Nobody gets as far as to need it. */
    private static final @Nullable SessionSync NO_SYNC = null;

    private final Traffic traffic = new Traffic();
    private final InetAddress here = InetAddress.ofLiteral("127.0.99.1");
    private int port;

    private ExhaustedProcess() {}

    public static void main(String[] args) throws IOException {
        // What has to be loaded is, while files can be opened.
        LoggerFactory.getLogger(ExhaustedProcess.class).warn("begins");
        new ExhaustedProcess().run();
    }

    private BulkAnswers open() throws IOException {
        while (true) {
            try (var free = new ServerSocket(0, 1, here)) {
                port = free.getLocalPort();
            }
            try {
                var meeting = new Meeting(false, port, null, 0, here, List.of());
                return new BulkAnswers(meeting, _ -> false, traffic);
            } catch (KernelException e) {
                OUT.println("again: " + e.getMessage());
            }
        }
    }

    private void run() throws IOException {
        try (BulkAnswers answers = open();
                var polls = new Polls(Sockets.POLLS_MAX);
                var first = new Socket(here, port)) {
            OUT.println("taken at first: " + first.isConnected());
            round(answers, 0);
            try (var second = new Socket(here, port)) {
                List<Closeable> files = LimitedProcess.openAll();
                for (int i = 0; i < 100; i++) {
                    round(answers, 10 + i);
                }
                long afterMany = traffic.notAccepted;
                answers.await(polls);
                boolean waits = polls.await(0) > 0;
                round(answers, BulkAnswers.REST_MS + 200);
                long later = traffic.notAccepted;
                for (Closeable file : files) {
                    file.close();
                }
                OUT.println("after a hundred rounds: " + afterMany);
                OUT.println("waits for the listener: " + (waits ? "yes" : "no"));
                OUT.println("a second later: " + later);
                round(answers, 2 * BulkAnswers.REST_MS + 300);
                second.getOutputStream().write(nonsense());
                OUT.println("with files again: " + traffic.notAccepted + answered(answers, second));
            }
        }
    }

    @SuppressWarnings("NullAway")
    private static void round(BulkAnswers answers, long nowMs) {
        answers.run(NO_SYNC, nowMs);
    }

    /** What no question begins with. */
    private static byte[] nonsense() {
        byte[] bytes = new byte[1_400];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    /** It hangs up on who does not ask. */
    private static String answered(BulkAnswers answers, Socket socket) throws IOException {
        socket.setSoTimeout(100);
        for (int tries = 0; tries < 200; tries++) {
            round(answers, 2 * BulkAnswers.REST_MS + 300);
            try {
                if (socket.getInputStream().read() < 0) {
                    return ", answered";
                }
            } catch (SocketException _) {
                return ", answered";
            } catch (java.net.SocketTimeoutException _) {
                // Not yet.
            }
        }
        return ", not answered";
    }
}

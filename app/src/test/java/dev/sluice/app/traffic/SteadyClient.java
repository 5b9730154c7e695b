package dev.sluice.app.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that asks again as soon as it is answered, and takes down everything but a 200. Runs on
 * a virtual thread of its own.
 */
final class SteadyClient {
    private static final int PATIENCE_MS = 60_000;

    private final int port;
    private final boolean keepAlive;
    private final List<String> failures = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopping;

    private SteadyClient(int port, boolean keepAlive) {
        this.port = port;
        this.keepAlive = keepAlive;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    static SteadyClient start(int port, boolean keepAlive) {
        var client = new SteadyClient(port, keepAlive);
        client.thread.start();
        return client;
    }

    /** Ends after the answer that is on its way; says what failed. */
    List<String> stop() throws InterruptedException {
        stopping = true;
        thread.join();
        return failures;
    }

    int answers() {
        return answers.get();
    }

    private void run() {
        while (!stopping) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(PATIENCE_MS);
                askOn(socket);
            } catch (IOException e) {
                failures.add(e.toString());
                return;
            }
        }
    }

    /** One connection: until told to stop, or until the proxy says that it closes. */
    private void askOn(Socket socket) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String request =
                "GET / HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
                        .formatted(keepAlive ? "" : "Connection: close\r\n");
        boolean again = true;
        while (again && !stopping) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            again = readAnswer(in) && keepAlive;
        }
    }

    private boolean readAnswer(BufferedReader in) throws IOException {
        String status = in.readLine();
        if (status == null || !status.contains(" 200 ")) {
            failures.add("status line: " + status);
            throw new IOException("not answered");
        }
        int length = 0;
        boolean again = true;
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            String field = line.toLowerCase(java.util.Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Integer.parseInt(field.substring("content-length:".length()).strip());
            }
            again &= !field.equals("connection: close");
            line = in.readLine();
        }
        for (int left = length; left > 0; left--) {
            if (in.read() < 0) {
                throw new IOException("cut off in a body");
            }
        }
        answers.incrementAndGet();
        return again;
    }
}

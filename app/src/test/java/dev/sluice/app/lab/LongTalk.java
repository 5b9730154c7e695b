package dev.sluice.app.lab;

import dev.sluice.linux.space.NetworkSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection of the lab's client to an echo listener that goes on for as long as a test wants.
 */
final class LongTalk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String address;
    private final Socket socket;
    private final BufferedReader in;
    private final String backend;

    private LongTalk(String address, Socket socket) throws IOException {
        this.address = address;
        this.socket = socket;
        this.in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.backend = in.readLine();
    }

    /** Connects, and hears whom it got. */
    static LongTalk open(NetworkSpace client, String address, int port) {
        return client.call(() -> {
            var socket = new Socket();
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.connect(
                    new InetSocketAddress(address, port), Math.toIntExact(PATIENCE.toMillis()));
            return new LongTalk(address, socket);
        });
    }

    /** Who answers. */
    String backend() {
        return backend;
    }

    /** Sends a line; nobody need be there to take it. */
    void say(String line) {
        try {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("the connection to " + address + " broke", e);
        }
    }

    /** The next line that comes back. */
    String hear() {
        try {
            return String.valueOf(in.readLine());
        } catch (IOException e) {
            throw new AssertionError("nothing came back from " + address, e);
        }
    }

    /** Waits for what comes next, and whether that is the end, by a reset or not. */
    boolean isEnded() {
        try {
            return in.readLine() == null;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing more came from " + address, e);
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

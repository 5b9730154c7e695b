package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** A connection through a director, of which a test has both ends. */
final class Conversation implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;

    final Socket client;
    final Socket server;

    private Conversation(Socket client, Socket server) {
        this.client = client;
        this.server = server;
    }

    /** Waits at a server's address, in place of those that the bed has there. */
    static ServerSocket listen(DirectorBed bed, String address) {
        bed.servers.forEach(NamedServer::close);
        return bed.region.servers.call(() -> {
            var listening = new ServerSocket(Written.PORT, 100, SmallRegion.literal(address));
            listening.setSoTimeout(TIMEOUT_MS);
            return listening;
        });
    }

    /** Connects a client to a virtual address, and takes the connection at the server. */
    static Conversation begin(DirectorBed bed, String virtual, ServerSocket listening)
            throws IOException {
        Socket client = bed.connect(virtual);
        try {
            return between(client, listening);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** Takes a client's connection at the server. */
    static Conversation between(Socket client, ServerSocket listening) throws IOException {
        Socket server = listening.accept();
        client.setSoTimeout(TIMEOUT_MS);
        server.setSoTimeout(TIMEOUT_MS);
        return new Conversation(client, server);
    }

    /** Sends so many bytes each way at the same time; they arrive as they were sent. */
    void exchange(int bytes) {
        var both =
                CompletableFuture.allOf(
                        carry(client, server, bytes, 1), carry(server, client, bytes, 2));
        both.join();
    }

    private static CompletableFuture<Void> carry(Socket from, Socket to, int bytes, long seed) {
        byte[] all = new byte[bytes];
        new Random(seed).nextBytes(all);
        var read = inThread(() -> assertThat(to.getInputStream().readNBytes(bytes)).isEqualTo(all));
        return CompletableFuture.allOf(inThread(() -> from.getOutputStream().write(all)), read);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> inThread(Step step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                body -> Thread.ofPlatform().daemon().start(body));
    }

    /** One end says that it will say no more; the other still speaks, and then ends too. */
    static void close(Socket first, Socket second) throws IOException {
        first.shutdownOutput();
        assertThat(second.getInputStream().read()).isEqualTo(-1);
        second.getOutputStream().write(42);
        second.close();
        assertThat(first.getInputStream().read()).isEqualTo(42);
        assertThat(first.getInputStream().read()).isEqualTo(-1);
        first.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}

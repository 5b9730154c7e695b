package dev.sluice.lab.load;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keep-alive clients that each made one request and now do nothing, until closed. */
public final class IdleClients implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final int ANSWER_BYTES = 2048;

    private final URI target;
    private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();

    private IdleClients(URI target) {
        this.target = target;
    }

    /** Opens them, a few at once, and returns when each has had its answer. */
    public static IdleClients open(URI target, int count) throws LabFailure {
        IdleClients clients = new IdleClients(target);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> shares = new ArrayList<>();
            for (int share = 0; share < AT_ONCE; share++) {
                int wanted = count / AT_ONCE + (share < count % AT_ONCE ? 1 : 0);
                shares.add(threads.submit(clients.opening(wanted)));
            }
            for (Future<?> share : shares) {
                share.get();
            }
            return clients;
        } catch (ExecutionException e) {
            int got = clients.open.size();
            clients.close();
            throw new LabFailure(
                    "after %d of %d clients: %s (ulimit -n must exceed their number)"
                            .formatted(got, count, e.getCause()),
                    e);
        } catch (InterruptedException e) {
            clients.close();
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    private Callable<Integer> opening(int wanted) {
        return () -> {
            for (int number = 0; number < wanted; number++) {
                openOne();
            }
            return wanted;
        };
    }

    private void openOne() throws IOException {
        InetAddress address = InetAddress.ofLiteral(target.getHost());
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(address, target.getPort()));
        open.add(channel);
        String request =
                "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n"
                        .formatted(target.getPath(), target.getAuthority());
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
        while (!isWhole(answer)) {
            if (channel.read(answer) < 0) {
                throw new IOException("closed without an answer");
            }
        }
        channel.configureBlocking(false);
    }

    /** Whether a 200 with all its small body is there. The body is {@code x} over and over. */
    private static boolean isWhole(ByteBuffer answer) throws IOException {
        String text = StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
        if (text.length() >= 12 && !text.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered " + text.lines().findFirst().orElse("nothing"));
        }
        int bodyAt = text.indexOf("\r\n\r\n") + 4;
        return bodyAt >= 4 && text.length() - bodyAt >= contentLength(text);
    }

    private static int contentLength(String text) throws IOException {
        return text.lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field[0].equalsIgnoreCase("content-length"))
                .map(field -> Integer.parseInt(field[1].trim()))
                .findFirst()
                .orElseThrow(() -> new IOException("answered without a Content-Length"));
    }

    /** How many the server has not closed. */
    public int countOpen() {
        ByteBuffer nothing = ByteBuffer.allocate(1);
        int count = 0;
        for (SocketChannel channel : open) {
            try {
                count += channel.read(nothing.clear()) == 0 ? 1 : 0;
            } catch (IOException e) {
                // reset by the server: not open
            }
        }
        return count;
    }

    @Override
    public void close() {
        for (SocketChannel channel : open) {
            try {
                channel.close();
            } catch (IOException e) {
                // closed all the same
            }
        }
    }
}

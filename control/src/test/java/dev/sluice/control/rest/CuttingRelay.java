package dev.sluice.control.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes connections on to a port, and cuts each after so many bytes towards the client. Threads of
 * its own.
 */
final class CuttingRelay implements AutoCloseable {
    private final int target;
    private final ServerSocket server;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile long cutAfterBytes = Long.MAX_VALUE;

    CuttingRelay(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::run);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on no connection gets further than this, whether it is open or new. */
    void cutAfter(long bytes) {
        cuts.set(0);
        cutAfterBytes = bytes;
    }

    /** Connections cut since {@link #cutAfter}. */
    int cuts() {
        return cuts.get();
    }

    private void run() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket onward = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> pump(client, onward, false));
                Thread.ofVirtual().start(() -> pump(onward, client, true));
            } catch (IOException e) {
                // closed, or nobody there: the client sees a connection that ends
            }
        }
    }

    private void pump(Socket from, Socket to, boolean counted) {
        byte[] bytes = new byte[8 << 10];
        long passed = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
                long room = counted ? Math.max(0, cutAfterBytes - passed) : count;
                out.write(bytes, 0, (int) Math.min(count, room));
                passed += count;
                if (room < count) {
                    cuts.incrementAndGet();
                    return;
                }
            }
        } catch (IOException e) {
            // cut by either side
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package dev.sluice.director.own.bgp;

import dev.sluice.director.worker.LimitedProcess;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/** A process that opens all files that it may while somebody connects to its BGP. */
final class CrowdedBgp {
    private static final PrintStream OUT =
            new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final long DEADLINE_NS = 30_000_000_000L;
    private static final long LOOK_NS = 5_000_000;

    private CrowdedBgp() {}

    public static void main(String[] args) throws IOException {
        // What has to be loaded is, while files can be opened.
        LoggerFactory.getLogger(CrowdedBgp.class).warn("begins");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var peer = InetAddress.ofLiteral("127.0.99.9");
        var options =
                new BgpOptions(
                        64601,
                        1,
                        3,
                        port,
                        List.of(new BgpOptions.PeerOptions(peer, 64600, null, true)));
        var to = new InetSocketAddress(InetAddress.ofLiteral("127.0.99.1"), port);
        try (Bgp bgp = Bgp.start(options, CrowdedBgp::nowMs, 1, Thread.ofPlatform().factory());
                var first = new Socket();
                SocketChannel second = SocketChannel.open()) {
            first.connect(to);
            await(() -> strangers(bgp) == 1);
            OUT.println("at first: " + bgp.notAccepted());
            List<Closeable> files = LimitedProcess.openAll();
            second.connect(to);
            await(() -> bgp.notAccepted() > 1);
            OUT.println("strangers meanwhile: " + strangers(bgp));
            for (Closeable file : files) {
                file.close();
            }
            await(() -> strangers(bgp) == 2);
            OUT.println("taken in the end");
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    private static long strangers(Bgp bgp) {
        return bgp.refused().getOrDefault("stranger", 0L);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}

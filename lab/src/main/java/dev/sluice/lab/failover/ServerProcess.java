package dev.sluice.lab.failover;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** An {@link EchoServer} as a process: its number, its port, and its addresses for datagrams. */
final class ServerProcess {
    private ServerProcess() {}

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[1]);
        List<InetSocketAddress> datagrams =
                Arrays.stream(args, 2, args.length)
                        .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), port))
                        .toList();
        try (var _ =
                EchoServer.start(
                        Place.HERE,
                        Integer.parseInt(args[0]),
                        new InetSocketAddress(port),
                        datagrams)) {
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Until the end.
            }
        }
    }
}

package dev.sluice.lab.demo;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Three backends of each kind on loopback, named demo-1 to demo-3, until closed.
 *
 * <p>HTTP answers with its name, TCP greets with it and echoes lines, UDP sends each datagram back
 * behind it. The n-th port of each list belongs to demo-n.
 */
public final class DemoBackends implements AutoCloseable {
    private static final int COUNT = 3;

    private final List<HttpBackend> http = new ArrayList<>();
    private final List<TcpBackend> tcp = new ArrayList<>();
    private final List<UdpBackend> udp = new ArrayList<>();

    private DemoBackends() {}

    /** Opens all of them; they serve when this returns. */
    public static DemoBackends start() throws IOException {
        DemoBackends backends = new DemoBackends();
        try {
            for (int number = 1; number <= COUNT; number++) {
                String name = "demo-" + number;
                backends.http.add(HttpBackend.start(name));
                backends.tcp.add(TcpBackend.start(name));
                backends.udp.add(UdpBackend.start(name));
            }
            return backends;
        } catch (IOException e) {
            backends.close();
            throw e;
        }
    }

    /** Ports of 127.0.0.1 that speak HTTP/1.1. */
    public List<Integer> httpPorts() {
        return http.stream().map(HttpBackend::port).toList();
    }

    /** Ports of 127.0.0.1 that greet and echo lines over TCP. */
    public List<Integer> tcpPorts() {
        return tcp.stream().map(TcpBackend::port).toList();
    }

    /** Ports of 127.0.0.1 that answer datagrams. */
    public List<Integer> udpPorts() {
        return udp.stream().map(UdpBackend::port).toList();
    }

    /** Closes every port and every connection. */
    @Override
    public void close() {
        http.forEach(HttpBackend::close);
        tcp.forEach(TcpBackend::close);
        udp.forEach(UdpBackend::close);
    }

    /** Closes what is about to be dropped anyway. */
    static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // Nothing is lost: a socket is closed even where closing it complains.
        }
    }
}

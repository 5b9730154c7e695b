package dev.sluice.app.up;

import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.demo.Demo;
import dev.sluice.app.demo.DemoPorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The demonstration on free ports, with traffic of every kind: all that a start loads is loaded
 * once while the JVM takes notes for its ahead-of-time cache. Owned by the main thread.
 */
public final class Rehearsal implements AutoCloseable {
    private static final int REQUESTS = 200;
    private static final int HANDSHAKES = 10;
    private static final int PATIENCE_MS = 5_000;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final DemoPorts ports;
    private final TemporaryFolder folder;
    private final Demo demo;
    private final Installation installation;

    private Rehearsal() {
        ports = DemoPorts.free();
        folder = TemporaryFolder.make();
        demo = Demo.start(ports);
        installation = Installation.start(folder.data(), new InetSocketAddress(HERE, 0));
    }

    /** Starts everything and applies the demonstration's configuration. */
    public static Rehearsal start() {
        var rehearsal = new Rehearsal();
        rehearsal.installation.apply(
                ConfigurationFile.of(Demo.FILE, rehearsal.demo.yaml(), rehearsal.demo.files()));
        var unseen =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Banner.print(unseen, rehearsal.installation, rehearsal.demo.commandsToTry());
        return rehearsal;
    }

    /** Sends traffic of every kind. */
    public void play() throws IOException, GeneralSecurityException {
        for (int i = 0; i < REQUESTS; i++) {
            try (var socket = new Socket(HERE, ports.http())) {
                ask(socket);
            }
        }
        SSLContext tls = trusting();
        for (int i = 0; i < HANDSHAKES; i++) {
            try (var socket = tls.getSocketFactory().createSocket(HERE, ports.https())) {
                ask(socket);
            }
        }
        greetTcp();
        greetUdp();
    }

    @Override
    public void close() {
        installation.stop(Duration.ZERO);
        demo.close();
        folder.close();
    }

    private static void ask(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        socket.getOutputStream().write(REQUEST);
        socket.getInputStream().readAllBytes();
    }

    private void greetTcp() throws IOException {
        try (var socket = new Socket(HERE, ports.tcp())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write('\n');
            socket.getInputStream().readNBytes(1);
        }
    }

    private void greetUdp() throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.send(new DatagramPacket(new byte[] {'\n'}, 1, HERE, ports.udp()));
            socket.receive(new DatagramPacket(new byte[PATIENCE_MS], PATIENCE_MS));
        }
    }

    /** Takes any certificate: the one at the other end was made a moment ago by this process. */
    private static SSLContext trusting() throws GeneralSecurityException {
        var anybody =
                new X509TrustManager() {
                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                };
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {anybody}, new SecureRandom());
        return tls;
    }
}

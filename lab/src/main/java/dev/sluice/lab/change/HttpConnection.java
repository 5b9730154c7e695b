package dev.sluice.lab.change;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 client connection that forgives nothing: what an ordinary client would hide by
 * trying again is an exception here. Used by one thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int LIMIT_MS = 10_000;
    private static final int MAX_HEAD_BYTES = 16_384;

    private final Socket socket;
    private final InputStream in;
    private boolean reusable = true;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port of 127.0.0.1; with TLS where it is given, checking the certificate. */
    static HttpConnection open(int port, @Nullable SSLContext tls) throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(LIMIT_MS);
            plain.connect(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), LIMIT_MS);
            return new HttpConnection(tls == null ? plain : encrypted(plain, tls));
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket encrypted(Socket plain, SSLContext tls) throws IOException {
        String name = Stage.DOMAIN;
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, name, plain.getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Asks and returns the body of the 200 that must follow. */
    String get(String path, boolean last) throws IOException {
        String request =
                "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                        .formatted(path, Stage.DOMAIN, last ? "Connection: close\r\n" : "");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String head = readHead();
        byte[] body = in.readNBytes(contentLength(head));
        if (!head.startsWith("HTTP/1.1 200")) {
            throw new IOException(
                    "answered: %s, %s"
                            .formatted(
                                    head.lines().findFirst().orElse("nothing"),
                                    new String(body, StandardCharsets.UTF_8).trim()));
        }
        if (body.length < contentLength(head)) {
            throw new EOFException("closed in the middle of the body");
        }
        reusable = !"close".equalsIgnoreCase(field(head, "connection"));
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the server has not announced that it closes. */
    boolean isReusable() {
        return reusable;
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0; // how much of CR LF CR LF was just read
        while (ending < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after " + head.size() + " bytes of an answer");
            }
            head.write(next);
            ending = next == "\r\n\r\n".charAt(ending) ? ending + 1 : next == '\r' ? 1 : 0;
            if (head.size() > MAX_HEAD_BYTES) {
                throw new IOException("the head of the answer does not end");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int contentLength(String head) throws IOException {
        String length = field(head, "content-length");
        if (length.isEmpty()) {
            throw new IOException("answered without a Content-Length: " + head);
        }
        return Integer.parseInt(length);
    }

    private static String field(String head, String name) {
        return head.lines()
                .skip(1)
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2 && field[0].equalsIgnoreCase(name))
                .map(field -> field[1].trim())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

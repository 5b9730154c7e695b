package dev.sluice.proxy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client that sends the bytes it is told and reads answers strictly. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;

    RawClient(int port) throws IOException {
        this(new Socket(), port);
    }

    private RawClient(Socket socket, int port) throws IOException {
        this(socket);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
    }

    /** A client whose kernel takes in little that it does not read. */
    static RawClient slow(int port) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        return new RawClient(socket, port);
    }

    /** Whether a new connection is reset, at once or while its first byte is awaited. */
    static boolean isReset(int port) {
        try (var client = new RawClient(port)) {
            return client.reset();
        } catch (IOException reset) {
            return true;
        }
    }

    /** An answer: its head with the empty line, and its body, chunks taken apart. */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        /** A header's value, or null; of several the first. */
        @Nullable String header(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return null;
        }
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    RawClient send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends a request and reads its answer. */
    Answer ask(String bytes) throws IOException {
        return send(bytes).answer();
    }

    /** The next answer. */
    Answer answer() throws IOException {
        String head = head();
        return new Answer(head, body(new Answer(head, "")));
    }

    /** The next answer's head alone, as for HEAD. */
    String head() throws IOException {
        return until("\r\n\r\n");
    }

    private String body(Answer of) throws IOException {
        int status = of.status();
        String length = of.header("Content-Length");
        if (status < 200 || status == 204 || status == 304) {
            return "";
        }
        if ("chunked".equals(of.header("Transfer-Encoding"))) {
            return chunks();
        }
        return length == null ? rest() : bytes(Integer.parseInt(length));
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(until("\r\n").strip(), 16);
            if (size == 0) {
                String trailer = until("\r\n");
                while (!trailer.equals("\r\n")) {
                    body.append('[').append(trailer.strip()).append(']');
                    trailer = until("\r\n");
                }
                return body.toString();
            }
            body.append(bytes(size));
            if (!until("\r\n").equals("\r\n")) {
                throw new AssertionError("a chunk that does not end");
            }
        }
    }

    /** All up to and with these bytes. */
    String until(String end) throws IOException {
        var got = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (true) {
            int b = in.read();
            String all = got.toString(StandardCharsets.ISO_8859_1);
            if (b < 0) {
                throw new AssertionError("closed after: " + all);
            }
            got.write(b);
            if (b == end.charAt(end.length() - 1) && (all + (char) b).endsWith(end)) {
                return all + (char) b;
            }
        }
    }

    String bytes(int number) throws IOException {
        byte[] got = socket.getInputStream().readNBytes(number);
        if (got.length < number) {
            throw new AssertionError("closed after " + got.length + " of " + number + " bytes");
        }
        return new String(got, StandardCharsets.ISO_8859_1);
    }

    /** All until the other side ends its stream; fails where that is a reset. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Whether the other side has closed, by FIN or reset; waits for it. */
    boolean closed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Whether the other side resets the connection; waits for it. */
    boolean reset() {
        try {
            return socket.getInputStream().readAllBytes() == null;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Closes as one does who has what it wanted. */
    void leave() throws IOException {
        close();
    }

    /** Closes so that the other side sees a reset. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

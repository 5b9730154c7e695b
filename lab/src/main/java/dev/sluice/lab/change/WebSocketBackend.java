package dev.sluice.lab.change;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A WebSocket server on loopback that echoes short frames (RFC 6455), as far as a test needs one.
 *
 * <pre>
 *  byte 0: FIN, opcode | byte 1: mask bit, length below 126 | 4 bytes mask, from clients | payload
 * </pre>
 *
 * <p>One virtual thread accepts and one more serves each connection.
 */
final class WebSocketBackend implements AutoCloseable {
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // section 1.3
    private static final int OPCODE_CLOSE = 8;
    private static final int LONGEST = 125;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private WebSocketBackend(ServerSocket server) {
        this.server = server;
    }

    static WebSocketBackend start() throws IOException {
        WebSocketBackend backend =
                new WebSocketBackend(new ServerSocket(0, 64, InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofVirtual().name("websocket").start(backend::acceptAll);
        return backend;
    }

    int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().name("websocket-client").start(() -> serve(client));
            } catch (IOException e) {
                // closed, or a client that went away before it was taken
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            out.write(upgrade(readKey(in)).getBytes(StandardCharsets.US_ASCII));
            while (echo(in, out)) {
                out.flush();
            }
        } catch (IOException e) {
            // the client left
        } finally {
            open.remove(client);
        }
    }

    /** Reads a request head byte by byte, since frames follow it, and finds its key. */
    private static String readKey(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readByte());
        }
        return new BufferedReader(new java.io.StringReader(head.toString()))
                .lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field[0].equalsIgnoreCase("Sec-WebSocket-Key"))
                .map(field -> field[1].trim())
                .findFirst()
                .orElse("");
    }

    private static String upgrade(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: %s\r
            \r
            """
                    .formatted(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    /** Sends one frame back unmasked; false once the client has closed. */
    private static boolean echo(DataInputStream in, OutputStream out) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length > LONGEST) {
            throw new IOException("a long frame, which nobody sends here");
        }
        byte[] mask = in.readNBytes(4);
        byte[] frame = new byte[2 + length];
        frame[0] = (byte) first;
        frame[1] = (byte) length;
        for (int at = 0; at < length; at++) {
            frame[2 + at] = (byte) (in.readByte() ^ mask[at % 4]);
        }
        out.write(frame);
        return (first & 0x0f) != OPCODE_CLOSE;
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(WebSocketBackend::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // closed all the same
        }
    }
}

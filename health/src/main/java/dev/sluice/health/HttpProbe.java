package dev.sluice.health;

import dev.sluice.model.HealthCheck;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks for a path by HTTP/1.1 and judges the status of the answer. Reads no more than the answer's
 * head, and of that no more than 8 KiB.
 *
 * @param request the bytes of the request
 * @param serverName name for SNI; used with tls only
 */
record HttpProbe(String request, StatusCodes codes, boolean tls, String serverName)
        implements Probe {
    /** How probes name themselves, so that they can be left out of a server's log. */
    static final String PRODUCT = "Sluice-HealthCheck";

    private static final int ANSWER_MAX_BYTES = 8192;

    static HttpProbe of(HealthCheck check, ServerConfig server, boolean tls) {
        String domain = check.domain();
        String request =
                """
                %s %s HTTP/1.1\r
                Host: %s\r
                User-Agent: %s\r
                Accept: */*\r
                Connection: close\r
                \r
                """
                        .formatted(
                                check.method(),
                                check.path(),
                                domain == null ? host(check, server, tls) : domain,
                                PRODUCT);
        return new HttpProbe(
                request,
                StatusCodes.of(check.codes()),
                tls,
                domain == null ? server.address() : domain);
    }

    /** The server's address, and the port unless it is the scheme's own (RFC 9110 §7.2). */
    private static String host(HealthCheck check, ServerConfig server, boolean tls) {
        Integer port = check.port();
        int asked = port == null ? server.port() : port;
        String host = server.address();
        if (host.indexOf(':') >= 0) {
            host = '[' + host + ']';
        }
        return asked == (tls ? 443 : 80) ? host : host + ':' + asked;
    }

    @Override
    public ProbeResult ask(InetSocketAddress server) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server);
            return talk(tls ? TrustingTls.over(socket, serverName, server.getPort()) : socket);
        } finally {
            close(socket);
        }
    }

    private ProbeResult talk(Socket socket) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        ProbeResult result = judge(socket.getInputStream());
        close(socket);
        return result;
    }

    private ProbeResult judge(InputStream input) throws IOException {
        var head = new AnswerHead(codes);
        byte[] answer = new byte[ANSWER_MAX_BYTES];
        for (int length = 0; length < answer.length; ) {
            int read = input.read(answer, length, answer.length - length);
            if (read < 0) {
                return head.atEnd(answer, length);
            }
            length += read;
            var result = head.judge(answer, length);
            if (result != null) {
                return result;
            }
        }
        return head.atEnd(answer, answer.length);
    }

    /** What goes wrong after the answer does not matter. */
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed all the same
        }
    }
}

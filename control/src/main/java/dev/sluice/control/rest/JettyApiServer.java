package dev.sluice.control.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of the admin API and of the nodes' port: Jetty, with one virtual thread for each
 * request. The only file that knows Jetty; the rest sees {@link ApiRequest} and {@link
 * ApiResponse}.
 */
public final class JettyApiServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 8 << 20;
    private static final int MAX_NODE_BODY_BYTES = 64 << 20;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_REQUESTS = 512;
    private static final int MAX_NODE_REQUESTS = 4096;
    private static final long IDLE_TIMEOUT_MS = 30_000;
    private static final int PLATFORM_THREADS = 6;

    private final InetSocketAddress address;
    private final String what;
    private final String option;
    private final Server server;
    private final ServerConnector connector;

    private JettyApiServer(
            InetSocketAddress address,
            String what,
            String option,
            QueuedThreadPool threads,
            Adapter adapter,
            @Nullable SSLContext tls) {
        this.address = address;
        this.what = what;
        this.option = option;
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, 1, 1, factories(tls));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_TIMEOUT_MS);
        server.addConnector(connector);
        server.setHandler(adapter);
        server.setErrorHandler(new ProblemErrors());
        server.setStopTimeout(0);
    }

    /** The admin API's. */
    public static JettyApiServer admin(InetSocketAddress address, Api api) {
        return new JettyApiServer(
                address,
                "the admin API",
                "--admin",
                threads("admin"),
                new Adapter(api, MAX_BODY_BYTES, MAX_REQUESTS),
                null);
    }

    /** The nodes' port: TLS, where a client may show a certificate. */
    public static JettyApiServer nodes(InetSocketAddress address, NodeApi api, SSLContext tls) {
        return ofNodes(address, api, tls);
    }

    static JettyApiServer ofNodes(InetSocketAddress address, HttpService api, SSLContext tls) {
        return new JettyApiServer(
                address,
                "nodes",
                "--nodes",
                threads("nodes"),
                new Adapter(api, MAX_NODE_BODY_BYTES, MAX_NODE_REQUESTS),
                tls);
    }

    private static QueuedThreadPool threads(String name) {
        var threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setName(name);
        return threads;
    }

    private static ConnectionFactory[] factories(@Nullable SSLContext tls) {
        HttpConfiguration configuration = configuration();
        var http = new HttpConnectionFactory(configuration);
        if (tls == null) {
            return new ConnectionFactory[] {http};
        }
        // Control is reached by whatever address: the certificate names it, not the host.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        var server = new SslContextFactory.Server();
        server.setSslContext(tls);
        server.setIncludeProtocols("TLSv1.3");
        server.setWantClientAuth(true);
        return new ConnectionFactory[] {new SslConnectionFactory(server, http.getProtocol()), http};
    }

    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        configuration.setResponseHeaderSize(MAX_HEADER_BYTES);
        return configuration;
    }

    /** Begins to load Jetty's classes on another thread, while the caller opens the store. */
    public static void warmUp() {
        Thread.ofPlatform().daemon().name("admin-warm-up").start(() -> new Server().isRunning());
    }

    /**
     * Listens.
     *
     * @throws IOException with a sentence for the user, when the port cannot be had
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (Exception failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            close();
            throw new IOException(
                    "cannot listen on "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + " for "
                            + what
                            + ": "
                            + cause.getMessage()
                            + "; stop what listens there, or choose another with "
                            + option,
                    failure);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("a server of control did not stop", failure);
        }
    }

    /** Answers what Jetty itself refuses, such as a request that is not HTTP. */
    private static final class ProblemErrors extends ErrorHandler {
        @Override
        protected void generateResponse(
                Request request,
                Response response,
                int status,
                String message,
                Throwable cause,
                Callback callback) {
            String detail = String.valueOf(message);
            Adapter.whole(ProblemDocument.ofServer(status, detail), response, callback);
        }
    }

    /** Turns Jetty's requests into the API's, and the API's answers into Jetty's. */
    private static final class Adapter extends Handler.Abstract {
        private final HttpService api;
        private final int maxBodyBytes;
        private final Semaphore room;

        Adapter(HttpService api, int maxBodyBytes, int maxRequests) {
            this.api = api;
            this.maxBodyBytes = maxBodyBytes;
            this.room = new Semaphore(maxRequests);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            if (!room.tryAcquire()) {
                ApiResponse busy =
                        ProblemDocument.of(
                                ErrorCode.UNAVAILABLE, "too many requests at once; try again");
                answer(busy, response, callback);
                return true;
            }
            try {
                answer(api.handle(translated(request)), response, callback);
            } finally {
                room.release();
            }
            return true;
        }

        private ApiRequest translated(Request request) {
            String path = request.getHttpURI().getPath();
            return new ApiRequest(
                    request.getMethod(),
                    path == null ? "" : path,
                    query(request),
                    headers(request),
                    client(request),
                    () -> body(request));
        }

        private static Map<String, String> query(Request request) {
            var query = new LinkedHashMap<String, String>();
            Fields fields = Request.extractQueryParameters(request);
            for (Fields.Field field : fields) {
                query.put(field.getName(), field.getValues().getLast());
            }
            return query;
        }

        private static Map<String, String> headers(Request request) {
            var headers = new LinkedHashMap<String, String>();
            for (HttpField field : request.getHeaders()) {
                String value = field.getValue();
                headers.putIfAbsent(
                        field.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
            }
            return headers;
        }

        private static ApiRequest.Client client(Request request) {
            SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
            List<X509Certificate> shown =
                    request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
                                            instanceof EndPoint.SslSessionData tls
                                    && tls.peerCertificates() != null
                            ? List.of(tls.peerCertificates())
                            : List.of();
            return remote instanceof InetSocketAddress address && address.getAddress() != null
                    ? new ApiRequest.Client(
                            address.getAddress().getHostAddress(),
                            address.getAddress().isLoopbackAddress(),
                            shown)
                    : new ApiRequest.Client("", false, shown);
        }

        private String body(Request request) throws ApiFault {
            try (InputStream stream = Content.Source.asInputStream(request)) {
                byte[] bytes = stream.readNBytes(maxBodyBytes + 1);
                if (bytes.length > maxBodyBytes) {
                    throw ApiFault.of(ErrorCode.BODY_TOO_LARGE, "split it into several requests");
                }
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException notText) {
                throw ApiFault.of(ErrorCode.BAD_SYNTAX, "the body is not UTF-8 text");
            } catch (IOException broken) {
                throw ApiFault.of(ErrorCode.BAD_SYNTAX, "the body did not come to its end");
            }
        }

        private static void answer(ApiResponse answer, Response response, Callback callback)
                throws InterruptedException {
            response.setStatus(answer.status());
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            if (answer.status() == ErrorCode.UNAUTHORIZED.status()) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"sluice\"");
            }
            switch (answer) {
                case ApiResponse.Whole whole -> whole(whole, response, callback);
                case ApiResponse.Events events -> events(events, response, callback);
            }
        }

        private static void whole(ApiResponse.Whole whole, Response response, Callback callback) {
            if (!whole.mediaType().isEmpty()) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, whole.mediaType());
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            }
            byte[] bytes = whole.body().getBytes(StandardCharsets.UTF_8);
            response.write(true, ByteBuffer.wrap(bytes), callback);
        }

        private static void events(ApiResponse.Events events, Response response, Callback callback)
                throws InterruptedException {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, events.mediaType());
            try {
                events.source()
                        .run(text ->
                                Content.Sink.write(
                                        response,
                                        false,
                                        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
                response.write(true, ByteBuffer.allocate(0), callback);
            } catch (IOException clientIsGone) {
                callback.failed(clientIsGone);
            }
        }
    }
}

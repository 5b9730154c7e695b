package dev.sluice.control.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The admin API's HTTP server: Jetty, with one virtual thread for each request. The only file that
 * knows Jetty; the rest sees {@link ApiRequest} and {@link ApiResponse}.
 */
public final class JettyApiServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 8 << 20;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_REQUESTS = 512;
    private static final long IDLE_TIMEOUT_MS = 30_000;
    private static final int PLATFORM_THREADS = 6;

    private final InetSocketAddress address;
    private final Server server;
    private final ServerConnector connector;

    public JettyApiServer(InetSocketAddress address, Api api) {
        this.address = address;
        var threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setName("admin");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        this.server = new Server(threads);
        this.connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_TIMEOUT_MS);
        server.addConnector(connector);
        server.setHandler(new Adapter(api));
        server.setErrorHandler(new ProblemErrors());
        server.setStopTimeout(0);
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
                            + " for the admin API: "
                            + cause.getMessage()
                            + "; stop what listens there, or choose another with --admin",
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
            throw new IllegalStateException("the admin API's server did not stop", failure);
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
        private final Api api;
        private final Semaphore room = new Semaphore(MAX_REQUESTS);

        Adapter(Api api) {
            this.api = api;
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

        private static ApiRequest translated(Request request) {
            String path = request.getHttpURI().getPath();
            return new ApiRequest(
                    request.getMethod(),
                    path == null ? "" : path,
                    query(request),
                    headers(request),
                    isLoopback(request.getConnectionMetaData().getRemoteSocketAddress()),
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

        private static boolean isLoopback(SocketAddress remote) {
            return remote instanceof InetSocketAddress address
                    && address.getAddress() != null
                    && address.getAddress().isLoopbackAddress();
        }

        private static String body(Request request) throws ApiFault {
            try (InputStream stream = Content.Source.asInputStream(request)) {
                byte[] bytes = stream.readNBytes(MAX_BODY_BYTES + 1);
                if (bytes.length > MAX_BODY_BYTES) {
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
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
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

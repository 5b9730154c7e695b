package dev.sluice.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the servers of one group. Immutable; used by every event loop until it is closed by the
 * thread that made it.
 */
public final class BackendTls implements AutoCloseable {
    private static final long HANDSHAKE_TIMEOUT_MS = 10_000;

    private final NativeTls context;
    private final @Nullable String name;
    private final Runnable onClose;

    BackendTls(NativeTls context, @Nullable String name, Runnable onClose) {
        this.context = context;
        this.name = name;
        this.onClose = onClose;
    }

    /**
     * A handler for one connection, to be put first into its pipeline. Server name and verified
     * name are the group's, or else the server's address as written.
     *
     * @return null after {@link #close}: the configuration changed, so ask the new one
     */
    public @Nullable SslHandler newHandler(
            ByteBufAllocator allocator, String serverAddress, int port) {
        var handler = context.tryHandler(allocator, name == null ? serverAddress : name, port);
        if (handler != null) {
            handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT_MS);
        }
        return handler;
    }

    @Override
    public void close() {
        onClose.run();
    }
}

package dev.sluice.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.PemPrivateKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import org.jspecify.annotations.Nullable;

/**
 * A BoringSSL context and the key it signs with. Handlers are made by any thread; open connections
 * keep the native part alive after {@link #retire}, and the key is erased once the last is gone.
 */
final class NativeTls {
    private final ReferenceCountedOpenSslContext context;
    private final @Nullable PemPrivateKey key;

    /** Takes over one reference of each. */
    NativeTls(ReferenceCountedOpenSslContext context, @Nullable PemPrivateKey key) {
        this.context = context;
        this.key = key;
    }

    ReferenceCountedOpenSslContext context() {
        return context;
    }

    /** A handler for a client's connection; null where the context is gone. */
    @Nullable SslHandler tryHandler(ByteBufAllocator allocator) {
        if (!tryRetain()) {
            return null;
        }
        try {
            return context.newHandler(allocator);
        } finally {
            context.release();
        }
    }

    /** A handler for a connection to a server; null where the context is gone. */
    @Nullable SslHandler tryHandler(ByteBufAllocator allocator, String peerName, int peerPort) {
        if (!tryRetain()) {
            return null;
        }
        try {
            return context.newHandler(allocator, peerName, peerPort);
        } finally {
            context.release();
        }
    }

    private boolean tryRetain() {
        try {
            context.retain();
            return true;
        } catch (IllegalReferenceCountException gone) {
            return false;
        }
    }

    /** Lets go of the native context: it ends with the last connection that uses it. */
    void retire() {
        context.release();
    }

    /** Erases the key of a retired context where no connection is left that could ask for it. */
    boolean eraseIfUnused() {
        if (context.refCnt() > 0) {
            return false;
        }
        if (key != null && key.refCnt() > 0) {
            key.release();
        }
        return true;
    }
}

package dev.sluice.proxy.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.PemPrivateKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Shakes hands with itself in memory, to see whether a key is readable and belongs to a
 * certificate: a mistake is found when it is configured and not by the first client. The key stays
 * in native memory.
 */
final class KeyMatch {
    /** Far more than the flights of any handshake. */
    private static final int MOST_FLIGHTS = 20;

    private static final int BUFFER_BYTES = 64 * 1024;

    private KeyMatch() {}

    static void check(CertificateChain chain, KeyKind kind, PemPrivateKey key)
            throws UnusableCertificateException {
        SslContext server = null;
        SslContext client = null;
        try {
            server =
                    SslContextBuilder.forServer(OneKeyManagerFactory.of(chain, key))
                            .sslProvider(SslProvider.OPENSSL_REFCNT)
                            .trustManager(RefusingTrust.INSTANCE)
                            .option(OpenSslContextOption.USE_TASKS, false)
                            .build();
            client =
                    SslContextBuilder.forClient()
                            // BoringSSL signs with Ed25519 but as a client does not offer it.
                            .sslProvider(
                                    kind == KeyKind.ED25519
                                            ? SslProvider.JDK
                                            : SslProvider.OPENSSL_REFCNT)
                            .trustManager(InsecureTrustManagerFactory.INSTANCE)
                            .endpointIdentificationAlgorithm("")
                            .build();
            shake(client, server);
        } catch (SSLException mismatch) {
            throw new UnusableCertificateException(
                    "its private key is unreadable or is not this certificate's: "
                            + mismatch.getMessage(),
                    mismatch);
        } finally {
            ReferenceCountUtil.release(client);
            ReferenceCountUtil.release(server);
        }
    }

    private static void shake(SslContext client, SslContext server) throws SSLException {
        SSLEngine asking = client.newEngine(UnpooledByteBufAllocator.DEFAULT);
        SSLEngine answering = server.newEngine(UnpooledByteBufAllocator.DEFAULT);
        try {
            var toServer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            var toClient = ByteBuffer.allocateDirect(BUFFER_BYTES);
            asking.beginHandshake();
            for (int flight = 0; flight < MOST_FLIGHTS && !done(asking); flight++) {
                carry(asking, answering, toServer);
                carry(answering, asking, toClient);
            }
            // Once the client has finished it has checked the signature.
            if (!done(asking)) {
                throw new SSLException("the handshake does not end");
            }
        } finally {
            ReferenceCountUtil.release(asking);
            ReferenceCountUtil.release(answering);
        }
    }

    /** The session of an engine that has not shaken hands names no suite. */
    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getCipherSuite().contains("NULL");
    }

    /** Lets one side say what it has to and the other hear it; what it cannot hear yet stays. */
    private static void carry(SSLEngine from, SSLEngine to, ByteBuffer wire) throws SSLException {
        var nothing = ByteBuffer.allocate(0);
        runTasks(from);
        while (from.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && from.wrap(nothing, wire).bytesProduced() > 0) {
            runTasks(from);
        }
        wire.flip();
        var plain = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (wire.hasRemaining() && to.unwrap(wire, plain).bytesConsumed() > 0) {
            runTasks(to);
        }
        wire.compact();
    }

    private static void runTasks(SSLEngine engine) {
        if (engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
            return;
        }
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }
}

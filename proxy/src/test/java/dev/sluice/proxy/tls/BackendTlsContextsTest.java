package dev.sluice.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.measure.Measure;
import dev.sluice.model.TlsPolicy;
import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import dev.sluice.model.node.TlsConfig;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes with a server of our own that asks for client certificates. */
class BackendTlsContextsTest {
    private static final TestCertificate AUTHORITY = TestCertificate.selfSigned("ca", "EC");
    private static final TestCertificate SERVER =
            TestCertificate.signedBy(AUTHORITY, "server", "EC", "server.test", "127.0.0.1");
    private static final TestCertificate CLIENT =
            TestCertificate.signedBy(AUTHORITY, "client", "RSA", "client.test");

    @TempDir Path folder;
    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, CertificateConfig> certificates = new HashMap<>();
    private @Nullable TlsEcho echo;
    private @Nullable TlsSelector selector;

    @BeforeEach
    void start() {
        certificates.put("ca", new CertificateConfig("ca", 1, "ca", AUTHORITY.chainPem(), null));
        certificates.put("server", SERVER.storeKey(folder).config());
        certificates.put("client", CLIENT.storeKey(folder).config());
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        if (echo != null) {
            echo.close();
        }
        if (selector != null) {
            selector.close();
        }
    }

    private int serve(@Nullable String clientCa) {
        var contexts =
                new TlsContexts(new FileKeySource(folder), new SecureRandom(), new Measure());
        var config =
                new TlsConfig(
                        "server",
                        List.of(),
                        clientCa,
                        TlsPolicy.TLS_CIPHER_POLICY_1_2_STRICT,
                        false);
        selector = contexts.selectorFor(config, certificates::get);
        var serving = new TlsEcho(selector);
        echo = serving;
        return serving.port();
    }

    /** Shakes hands; returns what went wrong, or null. */
    private @Nullable Throwable shake(BackendTlsConfig config, int port)
            throws UnusableCertificateException {
        var contexts = new BackendTlsContexts(new FileKeySource(folder));
        try (var tls = contexts.tlsFor(config, certificates::get)) {
            Channel channel =
                    new Bootstrap()
                            .group(loop)
                            .channel(NioSocketChannel.class)
                            .handler(
                                    new ChannelInitializer<Channel>() {
                                        @Override
                                        protected void initChannel(Channel made) {
                                            SslHandler handler =
                                                    tls.newHandler(made.alloc(), "127.0.0.1", port);
                                            assertThat(handler).isNotNull();
                                            made.pipeline().addLast(handler);
                                        }
                                    })
                            .connect("127.0.0.1", port)
                            .syncUninterruptibly()
                            .channel();
            var shaken = channel.pipeline().get(SslHandler.class).handshakeFuture();
            Throwable cause = shaken.awaitUninterruptibly().cause();
            channel.close().syncUninterruptibly();
            return cause;
        } finally {
            assertThat(contexts.live()).isZero();
        }
    }

    @Test
    void a_server_is_held_to_its_authority_and_name() throws Exception {
        int port = serve(null);

        assertThat(shake(new BackendTlsConfig(true, null, "ca", null), port)).isNull();
        assertThat(shake(new BackendTlsConfig(true, "server.test", "ca", null), port)).isNull();
        assertThat(shake(new BackendTlsConfig(true, "other.test", "ca", null), port)).isNotNull();
        assertThat(shake(new BackendTlsConfig(true, null, null, null), port)).isNotNull();
    }

    @Test
    void a_server_may_be_believed_unseen() throws Exception {
        int port = serve(null);

        assertThat(shake(new BackendTlsConfig(false, "other.test", null, null), port)).isNull();
    }

    @Test
    void a_server_that_asks_for_a_certificate_gets_it() throws Exception {
        int port = serve("ca");

        assertThat(shake(new BackendTlsConfig(true, null, "ca", "client"), port)).isNull();
        assertThat(shake(new BackendTlsConfig(true, null, "ca", null), port)).isNotNull();
    }

    @Test
    void a_missing_authority_is_an_error_and_not_blind_trust() {
        var contexts = new BackendTlsContexts(new FileKeySource(folder));

        assertThatThrownBy(() ->
                        contexts.tlsFor(
                                new BackendTlsConfig(true, null, "gone", null), certificates::get))
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessageContaining("authority gone");
    }
}

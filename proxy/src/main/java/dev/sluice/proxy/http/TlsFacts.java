package dev.sluice.proxy.http;

import dev.sluice.proxy.tls.TlsHandshakeRouter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;

/** What a finished handshake settled, as bytes for the log. */
final class TlsFacts {
    private static final TlsFacts UNKNOWN = new TlsFacts("", "");

    private final byte[] protocol;
    private final byte[] cipher;

    private TlsFacts(String protocol, String cipher) {
        this.protocol = protocol.getBytes(StandardCharsets.US_ASCII);
        this.cipher = cipher.getBytes(StandardCharsets.US_ASCII);
    }

    static TlsFacts of(Channel channel) {
        ChannelHandler handler = channel.pipeline().get(TlsHandshakeRouter.SSL_HANDLER);
        if (!(handler instanceof SslHandler tls)) {
            return UNKNOWN;
        }
        var session = tls.engine().getSession();
        return new TlsFacts(session.getProtocol(), session.getCipherSuite());
    }

    /** Such as {@code TLSv1.3}; not to be changed. */
    byte[] protocol() {
        return protocol;
    }

    /** The suite; not to be changed. */
    byte[] cipher() {
        return cipher;
    }
}

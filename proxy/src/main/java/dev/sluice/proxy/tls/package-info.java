/**
 * TLS on both sides, by BoringSSL through Netty's tcnative.
 *
 * <p>Start at {@link dev.sluice.proxy.tls.TlsHandshakeRouter}: it reads a ClientHello, asks the
 * listener's {@link dev.sluice.proxy.tls.TlsSelector} which certificate answers it, and gives way
 * to Netty's SslHandler. {@link dev.sluice.proxy.tls.TlsContexts} makes and shares what selectors
 * choose from; {@link dev.sluice.proxy.tls.BackendTlsContexts} does the same for connections to
 * servers.
 *
 * <p>Handlers run on their connection's event loop. Contexts are made by the thread that applies a
 * configuration; what they hand out is immutable and used by every loop.
 */
@NullMarked
package dev.sluice.proxy.tls;

import org.jspecify.annotations.NullMarked;

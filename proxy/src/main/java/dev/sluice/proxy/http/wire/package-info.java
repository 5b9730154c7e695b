/**
 * HTTP/1 on the wire: strict parsers of heads and chunked bodies, and the writers of what is sent
 * on.
 *
 * <p>Start at {@link dev.sluice.proxy.http.wire.RequestParser}; {@link
 * dev.sluice.proxy.http.wire.HeadWriter} is its counterpart. {@link
 * dev.sluice.proxy.http.wire.HeadBytes} explains how a head is read line by line.
 *
 * <p>Hot path. Everything here belongs to one event loop: no object per request, per header or per
 * chunk, no exception for bad input, which becomes a {@link dev.sluice.proxy.http.wire.Violation}.
 * A message with two readings is never repaired; it is refused (RFC 9112 §11.2).
 */
@NullMarked
package dev.sluice.proxy.http.wire;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1.1 from clients to servers and back.
 *
 * <p>Start at {@link dev.sluice.proxy.http.RequestFlow}, the phases of a request in order. {@link
 * dev.sluice.proxy.http.ClientConnection} reads requests off a client's connection one by one,
 * {@link dev.sluice.proxy.http.UpstreamConnection} answers off a server's. Hot path: everything
 * about a request happens on its connection's loop, without locks, and what can be used again is.
 */
@NullMarked
package dev.sluice.proxy.http;

import org.jspecify.annotations.NullMarked;

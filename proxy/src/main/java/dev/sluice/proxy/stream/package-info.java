/**
 * Relays TCP connections and UDP datagrams between clients and servers.
 *
 * <p>Start at {@link dev.sluice.proxy.stream.TcpRelays} and {@link
 * dev.sluice.proxy.stream.UdpListeners}. Everything of a connection or a session is on the event
 * loop that took it in, its server's side included; changes of configuration are seen by the loop's
 * sweep.
 */
@NullMarked
package dev.sluice.proxy.stream;

import org.jspecify.annotations.NullMarked;

/**
 * Sockets with options that the JDK's have not: TCP whose segments are signed (RFC 2385), and UDP
 * that says how many routers a datagram has passed.
 *
 * <p>Start at {@link dev.sluice.linux.socket.TcpSocket} and {@link
 * dev.sluice.linux.socket.HopSocket}. A socket is of the network namespace of the thread that makes
 * it, and used by one thread.
 */
@NullMarked
package dev.sluice.linux.socket;

import org.jspecify.annotations.NullMarked;

/**
 * Netlink: interfaces, addresses, routes, rules and neighbours of a network namespace, read,
 * watched and written.
 *
 * <p>Start at {@link dev.sluice.linux.netlink.Netlink}. Plain blocking code; a session belongs to
 * the namespace of the thread that opened it, and then to whichever one thread uses it.
 */
@NullMarked
package dev.sluice.linux.netlink;

import org.jspecify.annotations.NullMarked;

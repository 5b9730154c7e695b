/**
 * The access log: one JSON line for each request, in a file that may be rotated at any time.
 *
 * <p>Start at {@link dev.sluice.proxy.log.AccessLogBuffer}. Hot path up to there: each event loop
 * encodes its lines into a batch of its own, without allocating. {@link
 * dev.sluice.proxy.log.AccessLogWriter} has a thread of its own, the only one that touches the
 * file. No loop ever waits for it: lines are dropped and counted when it cannot follow.
 */
@NullMarked
package dev.sluice.proxy.log;

import org.jspecify.annotations.NullMarked;

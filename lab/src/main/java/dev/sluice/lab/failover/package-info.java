/**
 * Whether connections outlive the director that forwards them: many connections in every state, a
 * fault, and what became of each.
 *
 * <p>Start at {@link dev.sluice.lab.failover.FailoverRun}. Clients are one thread in the client's
 * namespace ({@link dev.sluice.lab.failover.Talks}), servers one in each backend's ({@link
 * dev.sluice.lab.failover.EchoServer}); faults and waiting are plain code on the calling thread.
 */
@NullMarked
package dev.sluice.lab.failover;

import org.jspecify.annotations.NullMarked;

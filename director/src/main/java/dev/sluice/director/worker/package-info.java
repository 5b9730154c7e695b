/**
 * Threads that move frames: from ports to the forwarder, and to wherever it decides.
 *
 * <p>Start at {@link dev.sluice.director.worker.ForwardingWorker}. A worker owns one or more queues
 * of every port, its free chunks and its forwarder; workers meet only in rings with one writer and
 * one reader each, and in a mailbox.
 */
@NullMarked
package dev.sluice.director.worker;

import org.jspecify.annotations.NullMarked;

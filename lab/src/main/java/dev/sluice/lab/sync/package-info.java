/**
 * What sharing sessions costs directors: namespaces with nothing but the network between directors,
 * and the processes in them, which are given sessions from nowhere.
 *
 * <p>Start at {@link dev.sluice.lab.sync.SyncTrials}. All of it runs on the benchmark's thread.
 */
@NullMarked
package dev.sluice.lab.sync;

import org.jspecify.annotations.NullMarked;

/**
 * Looking into a running director: its tables, its sessions, its frames, and what is wrong around
 * it. By a socket in its state folder, which only who owns that folder can reach.
 *
 * <p>Start at {@link dev.sluice.director.inspect.Inspector}. Nothing here costs anything while
 * nobody asks. What belongs to a worker is looked at on its thread, a little at a time, between two
 * batches; all else runs on the asker's own thread.
 */
@NullMarked
package dev.sluice.director.inspect;

import org.jspecify.annotations.NullMarked;

/**
 * Where resources are kept: one counter of revisions, atomic durable commits, a history to watch
 * from and an audit.
 *
 * <p>Start at {@link dev.sluice.control.store.Store}. One thread, the writer, commits; any thread
 * may read. Every store passes the one contract test.
 */
@NullMarked
package dev.sluice.control.store;

import org.jspecify.annotations.NullMarked;

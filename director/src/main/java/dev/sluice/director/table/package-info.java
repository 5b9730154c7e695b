/**
 * What forwarding goes by: immutable snapshots, each built aside and then read by every worker.
 *
 * <p>Start at {@link dev.sluice.director.table.NextHops}. Any thread.
 */
@NullMarked
package dev.sluice.director.table;

import org.jspecify.annotations.NullMarked;

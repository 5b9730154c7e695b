/**
 * What a listener serves by: immutable tables, made aside from a configuration and published by one
 * reference.
 *
 * <p>Start at {@link dev.sluice.proxy.table.LiveListener}, which stays while its listener exists
 * and always has the newest {@link dev.sluice.proxy.table.ListenerTable}. Any thread may read.
 */
@NullMarked
package dev.sluice.proxy.table;

import org.jspecify.annotations.NullMarked;

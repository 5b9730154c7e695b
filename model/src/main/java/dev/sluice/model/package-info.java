/**
 * What a load balancer is: the resources a user writes, as records.
 *
 * <p>Start at {@link dev.sluice.model.Resource}. {@code shape} reads and writes the records, {@code
 * check} says what is wrong with them, {@code compile} turns all of them into the {@code node}
 * configuration that directors and proxies run. Everything here is immutable and may be used from
 * any thread; nothing here does I/O.
 */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;

/**
 * How much gets in: limits, SYN cookies, and which server a client had.
 *
 * <p>Start at {@link dev.sluice.director.limit.Admission}. What is counted is shared by all workers
 * and changed by atomic instructions; all else is immutable or a worker's own, as each class says.
 */
@NullMarked
package dev.sluice.director.limit;

import org.jspecify.annotations.NullMarked;

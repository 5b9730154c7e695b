/**
 * Network namespaces: several machines' networks on one machine.
 *
 * <p>Start at {@link dev.sluice.linux.space.NetworkSpace}. Plain blocking code, any thread.
 */
@NullMarked
package dev.sluice.linux.space;

import org.jspecify.annotations.NullMarked;

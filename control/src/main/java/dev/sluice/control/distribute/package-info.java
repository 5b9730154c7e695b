/**
 * Configurations on their way to the nodes, and what the nodes say of them.
 *
 * <p>Start at {@link dev.sluice.control.distribute.Distributor}. One virtual thread a node.
 */
@NullMarked
package dev.sluice.control.distribute;

import org.jspecify.annotations.NullMarked;

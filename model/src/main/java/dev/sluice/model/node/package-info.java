/**
 * What a node runs: the compiled, self-contained resources of a {@link
 * dev.sluice.model.node.NodeConfig}, and what a node answers. Start at {@link
 * dev.sluice.model.node.NodeConfig}. Immutable, any thread.
 */
@NullMarked
package dev.sluice.model.node;

import org.jspecify.annotations.NullMarked;

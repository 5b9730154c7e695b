/** A small notation for trees in tests. Start at {@link dev.sluice.model.tree.Flow}. */
@NullMarked
package dev.sluice.model.tree;

import org.jspecify.annotations.NullMarked;

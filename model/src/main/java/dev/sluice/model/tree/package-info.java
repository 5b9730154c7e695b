/**
 * A parsed document, JSON or YAML alike: scalars, sequences and mappings, each knowing the file and
 * line it came from. Start at {@link dev.sluice.model.tree.Tree}. Immutable, any thread.
 */
@NullMarked
package dev.sluice.model.tree;

import org.jspecify.annotations.NullMarked;

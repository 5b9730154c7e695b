/** Tests of {@code dev.sluice.node.wire}. */
@NullMarked
package dev.sluice.node.wire;

import org.jspecify.annotations.NullMarked;

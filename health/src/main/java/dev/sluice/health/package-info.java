/** Placeholder. */
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;

/** Quantities with their units: sizes and rates as users write them. Immutable, any thread. */
@NullMarked
package dev.sluice.model.unit;

import org.jspecify.annotations.NullMarked;

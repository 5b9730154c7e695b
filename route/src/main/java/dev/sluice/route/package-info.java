/** Placeholder. */
@NullMarked
package dev.sluice.route;

import org.jspecify.annotations.NullMarked;

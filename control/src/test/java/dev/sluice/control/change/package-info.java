/** Tests of {@code dev.sluice.control.change}. */
@NullMarked
package dev.sluice.control.change;

import org.jspecify.annotations.NullMarked;

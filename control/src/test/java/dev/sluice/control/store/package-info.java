/** Tests of {@code dev.sluice.control.store}. */
@NullMarked
package dev.sluice.control.store;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.sluice.control.distribute}. */
@NullMarked
package dev.sluice.control.distribute;

import org.jspecify.annotations.NullMarked;

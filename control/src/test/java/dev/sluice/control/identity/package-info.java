/** Tests of {@code dev.sluice.control.identity}. */
@NullMarked
package dev.sluice.control.identity;

import org.jspecify.annotations.NullMarked;

/** Tests of the control plane as a whole, and what all its tests share. */
@NullMarked
package dev.sluice.control;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.sluice.control.document}. */
@NullMarked
package dev.sluice.control.document;

import org.jspecify.annotations.NullMarked;

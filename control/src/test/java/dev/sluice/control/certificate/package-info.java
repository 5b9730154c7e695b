/** Tests of {@code dev.sluice.control.certificate}. */
@NullMarked
package dev.sluice.control.certificate;

import org.jspecify.annotations.NullMarked;

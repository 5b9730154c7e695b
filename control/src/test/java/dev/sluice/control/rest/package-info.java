/** Tests of {@code dev.sluice.control.rest}. */
@NullMarked
package dev.sluice.control.rest;

import org.jspecify.annotations.NullMarked;

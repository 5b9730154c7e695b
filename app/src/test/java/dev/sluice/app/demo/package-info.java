/** The demonstration. */
@NullMarked
package dev.sluice.app.demo;

import org.jspecify.annotations.NullMarked;

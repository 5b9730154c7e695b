/** Tests of {@code dev.sluice.app.role}. */
@NullMarked
package dev.sluice.app.role;

import org.jspecify.annotations.NullMarked;

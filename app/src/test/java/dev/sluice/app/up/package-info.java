/** Starting and stopping one process of everything. */
@NullMarked
package dev.sluice.app.up;

import org.jspecify.annotations.NullMarked;

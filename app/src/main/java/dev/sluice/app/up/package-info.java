/**
 * {@code up}: control and proxy in one process.
 *
 * <p>Start at {@link dev.sluice.app.up.Installation}. The main thread starts and stops; everything
 * between runs on the threads of control and proxy.
 */
@NullMarked
package dev.sluice.app.up;

import org.jspecify.annotations.NullMarked;

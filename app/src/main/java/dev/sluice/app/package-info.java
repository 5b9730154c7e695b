/**
 * The program: its main class and what the commands share.
 *
 * <p>Start at {@link dev.sluice.app.Main}, then the command you are after in {@code command}.
 * {@code up} runs control and proxy in one process. Everything here is plain blocking code on the
 * main thread or on virtual threads.
 */
@NullMarked
package dev.sluice.app;

import org.jspecify.annotations.NullMarked;

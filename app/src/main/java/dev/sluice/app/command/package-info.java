/**
 * The command line: one class a command.
 *
 * <p>Start at {@link dev.sluice.app.command.Commands}, which lists them and turns failures into
 * sentences and exit codes. Each command runs once, on the main thread.
 */
@NullMarked
package dev.sluice.app.command;

import org.jspecify.annotations.NullMarked;

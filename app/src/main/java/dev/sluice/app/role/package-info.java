/**
 * One role in a process of its own: control, a proxy or a director.
 *
 * <p>Start at {@link dev.sluice.app.role.ControlRole}. The main thread starts and stops; everything
 * between runs on the threads of the role.
 */
@NullMarked
package dev.sluice.app.role;

import org.jspecify.annotations.NullMarked;

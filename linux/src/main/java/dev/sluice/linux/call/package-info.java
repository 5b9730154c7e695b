/**
 * System calls. Start at {@link dev.sluice.linux.call.Syscalls}: any thread may call, what is
 * called upon belongs to whoever calls.
 */
@NullMarked
package dev.sluice.linux.call;

import org.jspecify.annotations.NullMarked;

/**
 * Talking to a running control plane from the command line.
 *
 * <p>Start at {@link dev.sluice.app.client.ControlClient}. Blocking calls on the caller's thread.
 */
@NullMarked
package dev.sluice.app.client;

import org.jspecify.annotations.NullMarked;

/**
 * What a backend's kernel is given, so that unchanged servers see the client's address under
 * fullnat and take what comes through a tunnel. Runs on the backend, once, by a command: the
 * programs are pinned and stay.
 *
 * <p>Start at {@link dev.sluice.director.backend.BackendAttachment}. Used by one thread.
 */
@NullMarked
package dev.sluice.director.backend;

import org.jspecify.annotations.NullMarked;

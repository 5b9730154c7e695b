/**
 * What became of resources and what the nodes are doing, for people and programs to read.
 *
 * <p>Start at {@link dev.sluice.control.status.Conditions} and {@link
 * dev.sluice.control.status.Sampler}. Readable from any thread; one virtual thread takes samples.
 */
@NullMarked
package dev.sluice.control.status;

import org.jspecify.annotations.NullMarked;

/**
 * Frames and the headers in them: where each field lies, and checksums.
 *
 * <p>Start at {@link dev.sluice.director.packet.Batch}. Owned by one worker.
 */
@NullMarked
package dev.sluice.director.packet;

import org.jspecify.annotations.NullMarked;

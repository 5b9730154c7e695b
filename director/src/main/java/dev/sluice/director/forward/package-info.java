/**
 * What becomes of each frame, in visible stages: parse and hash, look up the session, decide on new
 * ones, rewrite, verdict. It knows nothing of where frames come from or go to.
 *
 * <p>Start at {@link dev.sluice.director.forward.Forwarder}. Owned by one worker's thread.
 */
@NullMarked
package dev.sluice.director.forward;

import org.jspecify.annotations.NullMarked;

package dev.sluice.node.wire;

import dev.sluice.model.node.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * A node's answer to a {@link Frame.Question}.
 *
 * @param session the stream that the question came by
 * @param number the question's
 * @param explanation null where the node could not explain
 * @param failure why it could not, one sentence; null where it could
 */
public record StreamAnswer(
        String session, long number, @Nullable Explanation explanation, @Nullable String failure) {}

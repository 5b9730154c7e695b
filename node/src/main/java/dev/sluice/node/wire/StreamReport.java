package dev.sluice.node.wire;

import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.NodeReport;
import org.jspecify.annotations.Nullable;

/**
 * What a node posts while it follows.
 *
 * @param session the stream it follows, by the number control gave it
 * @param acknowledged its answer to a configuration; null where there is none
 * @param digest of what it holds; null where nothing is acknowledged
 * @param failure why it could not take a configuration at all, one sentence; null where it could
 * @param report what it is doing; null where that is left for another time
 */
public record StreamReport(
        String session,
        @Nullable Acknowledgement acknowledged,
        @Nullable String digest,
        @Nullable String failure,
        @Nullable NodeReport report) {}

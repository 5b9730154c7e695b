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
 * @param leaving whether this is the last word, because the process stops
 */
public record StreamReport(
        String session,
        @Nullable Acknowledgement acknowledged,
        @Nullable String digest,
        @Nullable String failure,
        @Nullable NodeReport report,
        boolean leaving) {
    /** An answer to a configuration. */
    public static StreamReport acknowledged(String session, Acknowledgement answer, String digest) {
        return new StreamReport(session, answer, digest, null, null, false);
    }

    /** A configuration could not be taken at all. */
    public static StreamReport failed(String session, String failure) {
        return new StreamReport(session, null, null, failure, null, false);
    }

    /** What the node is doing. */
    public static StreamReport doing(String session, NodeReport report) {
        return new StreamReport(session, null, null, null, report, false);
    }

    /** The last word. */
    public static StreamReport leaving(String session) {
        return new StreamReport(session, null, null, null, null, true);
    }
}

package dev.sluice.node.wire;

import java.util.List;
import java.util.Map;

/** What control says on the stream, a line of JSON each. */
public sealed interface Frame {
    /** The line, without its end. */
    default String line() {
        return FrameText.write(this);
    }

    /** Reads a line. */
    static Frame read(String line) throws Unreadable {
        return FrameText.read(line);
    }

    /**
     * What becomes of the node's configuration.
     *
     * @param base the revision that this builds on; 0 for a whole configuration, which replaces all
     * @param set texts of resources that are new or changed, by key
     * @param remove keys of resources that are gone
     * @param digest of all resources that the node has afterwards
     */
    record Change(
            long revision, long base, Map<String, String> set, List<String> remove, String digest)
            implements Frame {
        public Change {
            set = Map.copyOf(set);
            remove = List.copyOf(remove);
        }
    }

    /**
     * Nothing new, and what the node should have by now.
     *
     * @param revision of the configuration that was sent last; 0 before the first
     */
    record Heartbeat(long revision, String digest) implements Frame {}

    /**
     * Something to explain; answered by a {@link StreamAnswer} of the same number.
     *
     * @param number unique in the stream
     */
    record Question(long number, dev.sluice.model.node.Question asked) implements Frame {}

    /**
     * The stream's last line: why control ends it.
     *
     * @param message one sentence
     */
    record End(String message) implements Frame {}
}

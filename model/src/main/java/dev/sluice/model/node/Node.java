package dev.sluice.model.node;

/**
 * A node as control sees it: it takes configurations, says what became of them, reports, and
 * explains. In {@code up} this is the proxy itself; across machines it is the node stream. Callable
 * from any thread; calls may block.
 */
public interface Node {
    /** Unique among the nodes of an installation. */
    String name();

    /**
     * Takes a whole configuration, serves by it, and says what it could not honour. Applying the
     * same revision twice is harmless. A refused resource leaves what was served before in place.
     */
    Acknowledgement apply(NodeConfig config);

    /** What the node is doing now. */
    NodeReport report();

    /**
     * What would become of a request or a packet, and why. No answers where it is none of this
     * node's business.
     */
    Explanation explain(Question question);
}

package dev.sluice.model.node;

import java.util.List;

/**
 * A node's answer to a configuration.
 *
 * @param revision the configuration's
 * @param refusals what the node could not honour; empty means that all of it is programmed
 */
public record Acknowledgement(long revision, List<Refusal> refusals) {
    public Acknowledgement {
        refusals = List.copyOf(refusals);
    }

    /**
     * A resource that was not programmed.
     *
     * @param key the resource's {@link NodeResource#key()}
     * @param reason a stable word, such as {@code PortInUse}
     * @param message one sentence: the thing, the reason, the remedy
     */
    public record Refusal(String key, String reason, String message) {}
}

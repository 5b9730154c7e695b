package dev.sluice.health;

/** Is told when a server's health changed. Called on the server's own thread; may block it. */
@FunctionalInterface
public interface HealthListener {
    /**
     * The health has changed; {@code state} is the new one.
     *
     * @param groupId the {@link dev.sluice.model.node.GroupConfig}'s id
     */
    void changed(String groupId, String endpoint, ServerHealth.State state);
}

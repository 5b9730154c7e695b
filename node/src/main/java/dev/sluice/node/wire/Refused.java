package dev.sluice.node.wire;

/**
 * Control's answer to what it does not let a node do.
 *
 * @param reason a stable word, such as {@code TokenUsed}
 * @param message one sentence: the thing, the reason, the remedy
 */
public record Refused(String reason, String message) {}

package dev.sluice.model.node;

import org.jspecify.annotations.Nullable;

/**
 * A request that might come.
 *
 * @param listener a listener's name or id; null asks the listeners that could take it
 * @param client the client's address, a literal
 * @param cookie the Cookie header's value, for stickiness
 */
public record RequestQuestion(
        @Nullable String listener, String host, String path, String client, @Nullable String cookie)
        implements Question {}

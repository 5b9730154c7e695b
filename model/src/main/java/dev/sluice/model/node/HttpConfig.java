package dev.sluice.model.node;

import dev.sluice.model.AccessLog;
import dev.sluice.model.Redirect;
import org.jspecify.annotations.Nullable;

/**
 * What http and https listeners need beside their target. All durations in milliseconds; 0 = off.
 *
 * @param rules key of a {@link RuleTableConfig}; null where there are no rules
 */
public record HttpConfig(
        @Nullable String rules,
        long connectTimeoutMs,
        long idleTimeoutMs,
        long requestTimeoutMs,
        long maxRequestBodyBytes,
        boolean gzip,
        boolean http2,
        ForwardedConfig forwarded,
        @Nullable Redirect redirect,
        AccessLog accessLog) {

    /**
     * Which forwarding headers servers get beside X-Forwarded-For.
     *
     * @param trust key of an {@link AccessListConfig} of proxies whose own headers are kept; null
     *     trusts nobody
     */
    public record ForwardedConfig(
            boolean proto,
            boolean port,
            boolean clientPort,
            boolean address,
            boolean id,
            @Nullable String trust) {}
}

package dev.sluice.model.node;

import dev.sluice.model.ClientAddressMode;

/**
 * What tcp and udp listeners need beside their target. All durations in milliseconds; 0 = off.
 *
 * @param clientAddress {@code PROXY_PROTOCOL} sends version 2 to servers; {@code OPTION} is for
 *     directors and does nothing in a proxy
 */
public record StreamConfig(
        long connectTimeoutMs,
        long idleTimeoutMs,
        long persistenceTimeoutMs,
        long connectionDrainMs,
        ClientAddressMode clientAddress) {}

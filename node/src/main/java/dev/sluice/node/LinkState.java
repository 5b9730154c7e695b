package dev.sluice.node;

import java.time.Instant;

/**
 * How a node stands with control.
 *
 * @param since when that began, or was found out last
 * @param trouble why it is not connected, one sentence; empty while it is
 */
record LinkState(boolean connected, Instant since, String trouble) {}

package dev.sluice.control.distribute;

import dev.sluice.model.node.Acknowledgement;
import org.jspecify.annotations.Nullable;

/**
 * How far a node has come.
 *
 * @param acknowledged its newest answer; revision 0 before the first
 * @param acknowledgedAtMs when that came, wall clock; 0 before the first
 * @param failure why the last attempt got no answer; null when it did
 */
public record NodeProgress(
        String node,
        Acknowledgement acknowledged,
        long acknowledgedAtMs,
        @Nullable String failure) {}

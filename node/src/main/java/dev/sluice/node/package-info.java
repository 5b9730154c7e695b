/**
 * A process's tie to control: it joins, follows configurations, reports, and serves by its last
 * good configuration while control is away.
 *
 * <p>Start at {@link dev.sluice.node.NodeProcess}. Blocking code on a few virtual threads; the node
 * that is tied in is called by one of them at a time, except for questions and reports.
 */
@NullMarked
package dev.sluice.node;

import org.jspecify.annotations.NullMarked;

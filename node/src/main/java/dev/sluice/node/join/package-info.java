/**
 * Who is who between control and its nodes: the token by which a node is let in, its key and
 * certificate, and what either side asks of the other's. Control issues what nodes here ask for.
 *
 * <p>Start at {@link dev.sluice.node.join.JoinToken}, then {@link
 * dev.sluice.node.join.NodeIdentity}. Blocking code, any thread.
 */
@NullMarked
package dev.sluice.node.join;

import org.jspecify.annotations.NullMarked;

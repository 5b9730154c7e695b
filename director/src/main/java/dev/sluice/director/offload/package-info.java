/**
 * What the kernel forwards by itself, because Java has decided it: the cache of flows that the XDP
 * program at each interface looks into first, with its maps and their layouts. A flow is one
 * direction of a session. What the cache does not know, or must not forward, goes to Java as ever.
 *
 * <p>Start at {@link dev.sluice.director.offload.FlowCache}; what a flow's packets become is said
 * by its {@link dev.sluice.director.offload.FlowEntry}, and carried out by {@link
 * dev.sluice.director.offload.FlowText}. Entries belong to the worker whose sessions they are of.
 */
@NullMarked
package dev.sluice.director.offload;

import org.jspecify.annotations.NullMarked;

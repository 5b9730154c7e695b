/**
 * Whether servers answer for virtual addresses when they are asked the way that packets go, by
 * route and tunnel: what a health check of a server's own address cannot tell.
 *
 * <p>Start at {@link dev.sluice.director.path.PathChecks}. A thread of its own.
 */
@NullMarked
package dev.sluice.director.path;

import org.jspecify.annotations.NullMarked;

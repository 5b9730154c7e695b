/**
 * How a director comes to own addresses: routers send packets for them here.
 *
 * <p>Start at {@link dev.sluice.director.own.Announcer} for ECMP, where every director announces by
 * BGP what it takes packets for.
 */
@NullMarked
package dev.sluice.director.own;

import org.jspecify.annotations.NullMarked;

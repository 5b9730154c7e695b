/**
 * BGP-4, announcing only: tells routers which addresses this director takes packets for (RFC 4271,
 * and RFC 4760 for IPv6). What routers announce is checked and read over.
 *
 * <p>{@link dev.sluice.director.own.bgp.Message} draws what is on the wire.
 */
@NullMarked
package dev.sluice.director.own.bgp;

import org.jspecify.annotations.NullMarked;

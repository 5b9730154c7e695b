/**
 * Who owns a virtual address: the Virtual Router Redundancy Protocol, versions 3 (RFC 9568, RFC
 * 5798) and 2 (RFC 3768), over IPv4 and IPv6.
 *
 * <p>Start at {@link dev.sluice.director.own.vrrp.Election}: the state machine of all virtual
 * routers of a director, which knows neither sockets nor the time of day. {@link
 * dev.sluice.director.own.vrrp.AdvertCodec} reads and writes what directors tell each other.
 */
@NullMarked
package dev.sluice.director.own.vrrp;

import org.jspecify.annotations.NullMarked;

/**
 * VRRP on the wire: the thread and the sockets by which an {@link
 * dev.sluice.director.own.vrrp.Election} hears and speaks.
 *
 * <p>Start at {@link dev.sluice.director.own.speak.VrrpSpeaker}.
 */
@NullMarked
package dev.sluice.director.own.speak;

import org.jspecify.annotations.NullMarked;

/**
 * BFD: tells neighbours within fractions of a second that this director no longer forwards, and
 * hears the same of them (RFC 5880, asynchronous mode; RFC 5881, a single hop).
 *
 * <p>{@link dev.sluice.director.own.bfd.ControlPacket} draws what is on the wire.
 */
@NullMarked
package dev.sluice.director.own.bfd;

import org.jspecify.annotations.NullMarked;

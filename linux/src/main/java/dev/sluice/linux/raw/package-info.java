/**
 * Sockets below TCP and UDP: packets of one IP protocol ({@link dev.sluice.linux.raw.RawIpSocket}),
 * and whole frames, sent ({@link dev.sluice.linux.raw.FrameSender}) or taken too ({@link
 * dev.sluice.linux.raw.FramePort}). Each is used by one thread.
 */
@NullMarked
package dev.sluice.linux.raw;

import org.jspecify.annotations.NullMarked;

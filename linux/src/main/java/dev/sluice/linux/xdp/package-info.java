/**
 * AF_XDP: sockets whose frames lie in memory that the kernel and this process share.
 *
 * <p>Start at {@link dev.sluice.linux.xdp.XskSocket}. Frames are chunks of one {@link
 * dev.sluice.linux.xdp.Umem}; a chunk is at any moment in exactly one place: free in somebody's
 * hands, in a fill ring, received, in a transmit ring, or in a completion ring. Sockets are made by
 * any thread and then owned by one.
 */
@NullMarked
package dev.sluice.linux.xdp;

import org.jspecify.annotations.NullMarked;

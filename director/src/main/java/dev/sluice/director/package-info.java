/** Packet forwarding: what a director is, put together from the packages below. */
@NullMarked
package dev.sluice.director;

import org.jspecify.annotations.NullMarked;

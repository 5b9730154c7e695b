/**
 * What a network device can do, and what it does to frames before anybody sees them.
 *
 * <p>Start at {@link dev.sluice.linux.device.Device}. Plain blocking code, any thread; a device is
 * one of the calling thread's network namespace.
 */
@NullMarked
package dev.sluice.linux.device;

import org.jspecify.annotations.NullMarked;

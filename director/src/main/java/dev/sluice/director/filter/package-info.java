/**
 * Which frames are the director's: the XDP program at each interface, and the maps that tell it.
 * What it takes goes to an AF_XDP socket or is dropped; all else goes to the kernel. Program, link
 * and maps are pinned and outlive the process.
 *
 * <p>Start at {@link dev.sluice.director.filter.Filter}; the program is {@link
 * dev.sluice.director.filter.FilterText}. Owned by the thread that puts new tables in force.
 */
@NullMarked
package dev.sluice.director.filter;

import org.jspecify.annotations.NullMarked;

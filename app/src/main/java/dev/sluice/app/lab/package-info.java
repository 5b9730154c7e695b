/**
 * The region in network namespaces as its commands see it: which configuration it begins with, and
 * what is said of it.
 *
 * <p>Start at {@link dev.sluice.app.lab.LabConfiguration}; what makes the region is {@code
 * dev.sluice.lab.region}. Runs on the main thread.
 */
@NullMarked
package dev.sluice.app.lab;

import org.jspecify.annotations.NullMarked;

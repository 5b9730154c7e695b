/**
 * The demonstration of {@code up --demo}: backends, a certificate, and a load balancer before them.
 *
 * <p>Start at {@link dev.sluice.app.demo.Demo}. Made once, on the main thread; the backends bring
 * their own threads.
 */
@NullMarked
package dev.sluice.app.demo;

import org.jspecify.annotations.NullMarked;

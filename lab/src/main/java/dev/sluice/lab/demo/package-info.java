/**
 * Backends to try a load balancer with: each says who it is.
 *
 * <p>Start at {@link dev.sluice.lab.demo.DemoBackends}. Plain blocking code on virtual threads of
 * the JDK; every backend listens on a port of loopback that the system picks.
 */
@NullMarked
package dev.sluice.lab.demo;

import org.jspecify.annotations.NullMarked;

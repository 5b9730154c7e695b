/**
 * Backends to try a load balancer with: each says who it is.
 *
 * <p>Start at {@link dev.sluice.lab.demo.DemoBackends}, which listen on ports of loopback that the
 * system picks, or at {@link dev.sluice.lab.demo.RegionBackend}, which has a machine to itself.
 * Plain blocking code on virtual threads of the JDK.
 */
@NullMarked
package dev.sluice.lab.demo;

import org.jspecify.annotations.NullMarked;

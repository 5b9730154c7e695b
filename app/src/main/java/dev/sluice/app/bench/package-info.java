/**
 * The halves of benchmarks that know the director: what packets and sessions take without a
 * network, by JMH, and processes that the lab starts in its networks.
 */
@NullMarked
package dev.sluice.app.bench;

import org.jspecify.annotations.NullMarked;

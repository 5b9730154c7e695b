/**
 * What is measured inside of one process, by JMH: how long packets and sessions take without a
 * network.
 */
@NullMarked
package dev.sluice.app.bench;

import org.jspecify.annotations.NullMarked;

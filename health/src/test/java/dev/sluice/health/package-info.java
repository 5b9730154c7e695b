/** Tests of health checks against real sockets on loopback. */
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;

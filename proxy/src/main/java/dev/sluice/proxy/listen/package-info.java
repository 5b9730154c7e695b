/**
 * Ports: opening them, letting connections in, and putting their pipelines together. The one place
 * that does.
 *
 * <p>Ports are opened and closed by the thread that applies a configuration, connections are set up
 * on their loop.
 */
@NullMarked
package dev.sluice.proxy.listen;

import org.jspecify.annotations.NullMarked;

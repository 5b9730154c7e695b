/**
 * A whole region on one machine: nodes in network namespaces, real packets between them, and the
 * roles as processes of their own.
 *
 * <p>Start at {@link dev.sluice.lab.region.Region}, which says what there is: nodes, networks,
 * addresses, routes. {@code Topology} turns that into steps for the programs {@code ip}, {@code
 * sysctl} and {@code ethtool}; {@link dev.sluice.lab.region.Lab} is the life of a region, from one
 * command to the next. Plain blocking code on the command's thread; what is to last longer than a
 * command lies in a folder.
 */
@NullMarked
package dev.sluice.lab.region;

import org.jspecify.annotations.NullMarked;

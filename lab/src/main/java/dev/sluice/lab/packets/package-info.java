/**
 * Packets through whatever may stand between clients and servers: three network namespaces, a
 * generator and a sink inside of the kernel, and programs with real sockets. The same for all that
 * are compared.
 *
 * <p>Start at {@link dev.sluice.lab.packets.PacketBed}. Runs on the benchmark's thread and what it
 * starts.
 */
@NullMarked
package dev.sluice.lab.packets;

import org.jspecify.annotations.NullMarked;

package dev.sluice.proxy;

import dev.sluice.proxy.loop.Transport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy is told when it starts and that no configuration changes.
 *
 * @param name of the node
 * @param loops event loops; the number of processors is right
 * @param transport how loops talk to the kernel
 * @param keysFolder where private keys lie, one file a key, mode 0600
 * @param accessLog file that gets one JSON line a request; null writes none
 * @param connectionsMax client connections at once, by the descriptors the process may have
 * @param virtualAddresses takes the listeners' addresses where directors hand packets over, and
 *     each port is then one socket; null where the machine has the addresses, and each listener
 *     gets a socket of its own
 */
public record ProxyOptions(
        String name,
        int loops,
        Transport transport,
        Path keysFolder,
        @Nullable Path accessLog,
        int connectionsMax,
        @Nullable VirtualAddresses virtualAddresses) {}

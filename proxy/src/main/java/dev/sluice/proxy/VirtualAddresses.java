package dev.sluice.proxy;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/**
 * Makes this machine take packets for addresses that it does not have, as directors hand them over.
 * Called by one thread at a time.
 */
@FunctionalInterface
public interface VirtualAddresses {
    /**
     * Takes packets for exactly these from now on.
     *
     * @return why not, one sentence for each address that could not be had
     */
    Map<InetAddress, String> take(Set<InetAddress> addresses);
}

package dev.sluice.health;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the address behind a server's name. Called before every probe on a thread that may block.
 */
@FunctionalInterface
public interface NameResolver {
    /**
     * Resolves a literal or a name.
     *
     * @throws UnknownHostException if there is no such name or nobody to ask
     */
    InetAddress resolve(String address) throws UnknownHostException;
}

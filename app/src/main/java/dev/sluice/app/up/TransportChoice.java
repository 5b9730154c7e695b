package dev.sluice.app.up;

import dev.sluice.app.CommandFailed;
import dev.sluice.proxy.loop.Transport;
import org.jspecify.annotations.Nullable;

/**
 * How the proxy talks to the kernel: epoll, unless the environment says otherwise. It is a switch
 * for trying things out, not a part of the configuration, so it is no option of the command line.
 */
public final class TransportChoice {
    public static final String VARIABLE = "SLUICE_TRANSPORT";

    private TransportChoice() {}

    /**
     * The transport of a name.
     *
     * @param name null or empty takes the usual one
     * @throws CommandFailed with a sentence, when there is no such transport or this machine does
     *     not offer it
     */
    public static Transport of(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Transport.usual();
        }
        Transport transport =
                Transport.named(name)
                        .orElseThrow(() ->
                                new CommandFailed(
                                        VARIABLE
                                                + "="
                                                + name
                                                + " names no transport: take epoll, io_uring or nio"));
        if (!transport.available()) {
            throw new CommandFailed(
                    VARIABLE + "=" + name + " is not offered by this machine: take epoll or nio");
        }
        return transport;
    }
}

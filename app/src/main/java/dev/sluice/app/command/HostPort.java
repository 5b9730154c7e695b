package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import java.net.InetSocketAddress;

/** An address as options take it: {@code HOST:PORT}, an IPv6 address in brackets. */
final class HostPort {
    private static final int MOST = 65_535;

    private HostPort() {}

    /**
     * Reads one.
     *
     * @param option the option's name, for the sentence
     */
    static InetSocketAddress of(String option, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST) {
            throw new CommandFailed("'" + text + "' is no address; write " + option + " HOST:PORT");
        }
        return new InetSocketAddress(host, Integer.parseInt(port));
    }
}

package dev.sluice.control.rest;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells whether a Host header may name this server: an address, {@code localhost}, or the name it
 * was bound by. A page elsewhere whose name was made to lead here (DNS rebinding) bears another.
 * Requests with the token need no such check: no such page has it.
 */
final class HostCheck {
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9a-f:.]{2,45}]|[0-9]{1,3}(\\.[0-9]{1,3}){3})(:[0-9]{1,5})?");

    private final String boundName;

    HostCheck(String boundName) {
        this.boundName = boundName.toLowerCase(Locale.ROOT);
    }

    boolean allows(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (ADDRESS.matcher(lower).matches()) {
            return true;
        }
        int colon = lower.lastIndexOf(':');
        String name = colon < 0 ? lower : lower.substring(0, colon);
        return name.equals("localhost") || (!name.isEmpty() && name.equals(boundName));
    }
}

package dev.sluice.linux;

import dev.sluice.linux.device.Device;
import dev.sluice.linux.netlink.Link;

/**
 * Where frames come by an interface that are longer than its MTU: whole segments, to be cut when
 * they leave, which a program for frames of a packet each cannot have as they are.
 */
public enum LargeFrames {
    /** Nowhere. */
    NONE,
    /**
     * Behind the driver: it joins segments there, or senders on this machine leave them uncut. A
     * program that the driver runs stops that, or comes before it.
     */
    BEHIND_DRIVER,
    /** At the driver too: who is at its other end leaves them uncut, whatever runs here. */
    AT_DRIVER;

    private static final String TAP = "tun";

    static LargeFrames of(Link link, Device device) {
        if (link.kind().equals(TAP)) {
            return device.cutsSegments() ? AT_DRIVER : NONE;
        }
        boolean isVirtual = link.loopback() || !link.kind().isEmpty();
        return isVirtual || device.joinsReceived() ? BEHIND_DRIVER : NONE;
    }
}

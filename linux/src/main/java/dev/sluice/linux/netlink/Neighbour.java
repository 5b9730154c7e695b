package dev.sluice.linux.netlink;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A machine on an interface's link.
 *
 * @param mac in the low 48 bits, its first byte the highest; 0 while it is not known
 * @param managed whether the kernel keeps its MAC fresh without anybody sending to it
 */
public record Neighbour(
        int interfaceIndex, InetAddress address, long mac, int state, boolean managed) {
    private static final int USABLE =
            Abi.NUD_REACHABLE
                    | Abi.NUD_STALE
                    | Abi.NUD_DELAY
                    | Abi.NUD_PROBE
                    | Abi.NUD_NOARP
                    | Abi.NUD_PERMANENT;

    /** Whether its MAC may be sent to. */
    public boolean isResolved() {
        return mac != 0 && (state & USABLE) != 0;
    }

    /** Whether it was asked and did not answer. */
    public boolean isFailed() {
        return (state & Abi.NUD_FAILED) != 0;
    }

    static Optional<Neighbour> of(Message message) {
        Attributes attributes = message.attributes(Abi.NDMSG_SIZE);
        return Optional.ofNullable(attributes.address(Abi.NDA_DST))
                .map(address ->
                        new Neighbour(
                                message.number4(Abi.NDMSG_IFINDEX),
                                address,
                                attributes.mac(Abi.NDA_LLADDR),
                                message.number2(Abi.NDMSG_STATE),
                                (attributes.number4(Abi.NDA_FLAGS_EXT) & Abi.NTF_EXT_MANAGED)
                                        != 0));
    }
}

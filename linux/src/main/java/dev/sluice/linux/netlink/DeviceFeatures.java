package dev.sluice.linux.netlink;

import dev.sluice.linux.call.KernelException;
import java.util.OptionalLong;

/**
 * What drivers can do with XDP, by generic netlink (RFC 3549 §2.4; the family {@code netdev} of
 * Linux 6.3).
 *
 * <pre>
 *   struct genlmsghdr:  command | version | two bytes of nothing
 * </pre>
 */
public final class DeviceFeatures implements AutoCloseable {
    private static final String FAMILY = "netdev";
    private static final int COMMAND_DEVICE_GET = 1;
    private static final int ATTRIBUTE_INTERFACE = 1;
    private static final int ATTRIBUTE_XDP_FEATURES = 3;

    private final NetlinkSocket socket;

    private DeviceFeatures(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Asks about devices of the calling thread's namespace, from any thread. */
    public static DeviceFeatures open() {
        return new DeviceFeatures(NetlinkSocket.open(Abi.NETLINK_GENERIC));
    }

    /** The bits of a device of the calling thread's namespace; empty where nobody knows. */
    public static OptionalLong of(int interfaceIndex) {
        try (DeviceFeatures features = open()) {
            return features.bits(interfaceIndex);
        }
    }

    /** The bits of a device; empty where nobody knows. */
    public OptionalLong bits(int interfaceIndex) {
        try {
            var which = request(Abi.GENL_ID_CTRL, Abi.CTRL_CMD_GETFAMILY);
            which.attribute(Abi.CTRL_ATTR_FAMILY_NAME, FAMILY);
            int family =
                    socket.ask(which, "cannot find the netlink family " + FAMILY)
                            .attributes(Abi.GENLMSGHDR_SIZE)
                            .number2(Abi.CTRL_ATTR_FAMILY_ID);
            var device = request(family, COMMAND_DEVICE_GET);
            device.attribute(ATTRIBUTE_INTERFACE, interfaceIndex);
            return OptionalLong.of(
                    socket.ask(device, "cannot ask for interface " + interfaceIndex)
                            .attributes(Abi.GENLMSGHDR_SIZE)
                            .number8(ATTRIBUTE_XDP_FEATURES));
        } catch (KernelException _) {
            return OptionalLong.empty();
        }
    }

    private static MessageWriter request(int family, int command) {
        return new MessageWriter(family, Abi.NLM_F_ACK).number1(command).number1(1).number2(0);
    }

    @Override
    public void close() {
        socket.close();
    }
}

package dev.sluice.linux.netlink;

/**
 * A network interface.
 *
 * @param index its number in its namespace
 * @param up whether it was switched on
 * @param running whether it has a carrier too
 * @param mac in the low 48 bits, its first byte the highest; 0 where it has none
 * @param kind such as veth or bridge; empty for hardware
 * @param peer the interface at the other end of a veth, by its number in its own namespace; else 0
 * @param transmitQueues how many it was made with
 * @param receiveQueues how many it was made with
 * @param xdpProgram the kernel's number of the XDP program at it; 0 if there is none
 */
public record Link(
        int index,
        String name,
        boolean up,
        boolean running,
        boolean loopback,
        long mac,
        int mtu,
        String kind,
        int peer,
        int transmitQueues,
        int receiveQueues,
        int xdpProgram) {

    static Link of(Message message) {
        Attributes attributes = message.attributes(Abi.IFINFOMSG_SIZE);
        int flags = message.number4(Abi.IFINFOMSG_FLAGS);
        return new Link(
                message.number4(Abi.IFINFOMSG_INDEX),
                attributes.text(Abi.IFLA_IFNAME),
                (flags & Abi.IFF_UP) != 0,
                (flags & Abi.IFF_RUNNING) != 0,
                (flags & Abi.IFF_LOOPBACK) != 0,
                attributes.mac(Abi.IFLA_ADDRESS),
                attributes.number4(Abi.IFLA_MTU),
                attributes.nested(Abi.IFLA_LINKINFO).text(Abi.IFLA_INFO_KIND),
                attributes.number4(Abi.IFLA_LINK),
                attributes.number4(Abi.IFLA_NUM_TX_QUEUES),
                attributes.number4(Abi.IFLA_NUM_RX_QUEUES),
                attributes.nested(Abi.IFLA_XDP).number4(Abi.IFLA_XDP_PROG_ID));
    }
}

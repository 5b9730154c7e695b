package dev.sluice.linux.netlink;

import java.net.InetAddress;
import java.util.Optional;

/** An address of an interface, and how many of its bits name the network on the link. */
public record InterfaceAddress(int interfaceIndex, InetAddress address, int prefix) {
    static Optional<InterfaceAddress> of(Message message) {
        Attributes attributes = message.attributes(Abi.IFADDRMSG_SIZE);
        InetAddress local = attributes.address(Abi.IFA_LOCAL);
        InetAddress address = local != null ? local : attributes.address(Abi.IFA_ADDRESS);
        return Optional.ofNullable(address)
                .map(found ->
                        new InterfaceAddress(
                                message.number4(Abi.IFADDRMSG_INDEX),
                                found,
                                message.number1(Abi.IFADDRMSG_PREFIXLEN)));
    }
}

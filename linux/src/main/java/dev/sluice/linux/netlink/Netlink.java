package dev.sluice.linux.netlink;

/**
 * A session with the kernel about the network of one namespace: the one that the opening thread was
 * in. Used by one thread at a time.
 */
public final class Netlink implements AutoCloseable {
    private final NetlinkSocket socket;
    private final Links links;
    private final Addresses addresses;
    private final Routes routes;
    private final Rules rules;
    private final Neighbours neighbours;

    private Netlink(NetlinkSocket socket) {
        this.socket = socket;
        this.links = new Links(socket);
        this.addresses = new Addresses(socket);
        this.routes = new Routes(socket);
        this.rules = new Rules(socket);
        this.neighbours = new Neighbours(socket);
    }

    /** Opens a session in the calling thread's network namespace. */
    public static Netlink open() {
        return new Netlink(NetlinkSocket.open(Abi.NETLINK_ROUTE));
    }

    public Links links() {
        return links;
    }

    public Addresses addresses() {
        return addresses;
    }

    public Routes routes() {
        return routes;
    }

    public Rules rules() {
        return rules;
    }

    public Neighbours neighbours() {
        return neighbours;
    }

    @Override
    public void close() {
        socket.close();
    }
}

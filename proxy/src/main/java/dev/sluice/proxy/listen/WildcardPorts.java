package dev.sluice.proxy.listen;

import dev.sluice.model.Protocol;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.proxy.table.LiveListener;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One socket for each distinct TCP port, on all addresses at once, however many virtual addresses
 * there are: a connection's own local address says which listener it is for. One to an address that
 * no listener has is reset; that is how directors find out that this proxy is there.
 *
 * <p>Ports come and go on the thread that applies a configuration; loops look listeners up.
 */
public final class WildcardPorts implements Opener {
    private static final InetAddress ANY_V6 = InetAddress.ofLiteral("::");
    private static final InetAddress ANY_V4 = InetAddress.ofLiteral("0.0.0.0");

    private final PortOpener sockets;
    private final Map<Integer, SharedPort> ports = new HashMap<>();

    public WildcardPorts(PortOpener sockets) {
        this.sockets = sockets;
    }

    @Override
    public Runnable open(LiveListener live, ListenerConfig config) throws IOException {
        if (config.protocol() == Protocol.UDP) {
            return sockets.open(live, config);
        }
        InetAddress address = InetAddress.ofLiteral(config.address());
        SharedPort port = ports.get(config.port());
        if (port == null) {
            port = SharedPort.open(config.port(), sockets);
            ports.put(config.port(), port);
        }
        SharedPort of = port;
        of.listeners.put(address, live);
        return () -> leave(config.port(), of, address, live);
    }

    private void leave(int number, SharedPort port, InetAddress address, LiveListener live) {
        port.listeners.remove(address, live);
        if (port.listeners.isEmpty()) {
            ports.remove(number, port);
            port.closer.run();
        }
    }

    /** A socket and whose it is, by address. */
    private static final class SharedPort {
        private final Map<InetAddress, LiveListener> listeners = new ConcurrentHashMap<>();
        private Runnable closer = () -> {};

        static SharedPort open(int number, PortOpener sockets) throws IOException {
            var port = new SharedPort();
            try {
                port.closer = sockets.tcp(port::find, new InetSocketAddress(ANY_V6, number));
            } catch (IOException withoutV6) {
                try {
                    port.closer = sockets.tcp(port::find, new InetSocketAddress(ANY_V4, number));
                } catch (IOException neither) {
                    withoutV6.addSuppressed(neither);
                    throw withoutV6;
                }
            }
            return port;
        }

        @Nullable LiveListener find(SocketChannel channel) {
            InetSocketAddress local = channel.localAddress();
            return local == null ? null : listeners.get(plain(local.getAddress()));
        }

        /** Without the zone of a link, which no virtual address has. */
        private static InetAddress plain(InetAddress address) {
            return address instanceof Inet6Address v6 && v6.getScopeId() != 0
                    ? InetAddress.ofLiteral(withoutZone(v6.getHostAddress()))
                    : address;
        }

        private static String withoutZone(String text) {
            int zone = text.indexOf('%');
            return zone < 0 ? text : text.substring(0, zone);
        }
    }
}

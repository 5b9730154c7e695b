package dev.sluice.model.check;

import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Protocol;
import dev.sluice.model.unit.IpLiteral;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No two listeners want one address, port and transport. TCP, HTTP and HTTPS share TCP's ports; a
 * wildcard address takes the port on every address, {@code ::} on those of IPv4 as well.
 */
final class SocketChecks {
    private final Findings findings;

    SocketChecks(Findings findings) {
        this.findings = findings;
    }

    private record Socket(Listener listener, InetAddress address) {
        boolean collidesWith(Socket other) {
            return address.equals(other.address)
                    || covers(address, other.address)
                    || covers(other.address, address);
        }

        private static boolean covers(InetAddress wildcard, InetAddress other) {
            return wildcard.isAnyLocalAddress()
                    && (other instanceof Inet4Address || !(wildcard instanceof Inet4Address));
        }
    }

    void run() {
        Map<String, List<Socket>> taken = new HashMap<>();
        for (Listener listener : findings.all(Listener.class, Kind.LISTENER)) {
            findings.resolve(listener, Kind.LOAD_BALANCER, listener.loadBalancer())
                    .map(stored -> (LoadBalancer) stored.resource())
                    .flatMap(balancer -> IpLiteral.parse(balancer.address()))
                    .ifPresent(address -> take(taken, new Socket(listener, address)));
        }
    }

    private void take(Map<String, List<Socket>> taken, Socket socket) {
        Listener listener = socket.listener();
        String transport = listener.protocol() == Protocol.UDP ? "udp" : "tcp";
        List<Socket> others =
                taken.computeIfAbsent(transport + listener.port(), _ -> new ArrayList<>());
        others.stream()
                .filter(socket::collidesWith)
                .findFirst()
                .ifPresent(other -> collision(listener, other.listener(), transport));
        others.add(socket);
    }

    private void collision(Listener listener, Listener other, String transport) {
        findings.error(
                listener,
                "port",
                ProblemCodes.ADDRESS_IN_USE,
                transport
                        + " port "
                        + listener.port()
                        + " of this address belongs to listener '"
                        + other.name()
                        + "' already; choose another port or address");
    }
}

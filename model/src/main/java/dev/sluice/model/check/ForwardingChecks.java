package dev.sluice.model.check;

import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Director;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Resource;
import dev.sluice.model.Server;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.shape.Words;
import dev.sluice.model.unit.IpLiteral;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a forwarding method cannot do. By route and tunnel, servers get packets as clients sent them
 * and answer clients directly: nothing in a packet can be changed, and answers are not seen. By
 * fullnat and nat, addresses are exchanged for others of the same family.
 *
 * <p>Concerns tcp and udp listeners; those of http and https end at a proxy.
 */
final class ForwardingChecks {
    private static final String UNSEEN = ", since the director does not see what servers answer";

    private final Findings findings;
    private final boolean directors;

    ForwardingChecks(Findings findings) {
        this.findings = findings;
        this.directors = findings.hasDirectors();
    }

    void run() {
        for (LoadBalancer balancer : findings.all(LoadBalancer.class, Kind.LOAD_BALANCER)) {
            if (isDirect(balancer) && balancer.bandwidth() != null) {
                refuse(balancer, balancer, "bandwidth", "cannot be limited" + UNSEEN);
            }
        }
        for (Director director : findings.all(Director.class, Kind.DIRECTOR)) {
            if (directors && director.localAddresses().isEmpty()) {
                localAddresses(director);
            }
        }
        for (Listener listener : findings.all(Listener.class, Kind.LISTENER)) {
            if (!listener.isHttp()) {
                findings.resolve(listener, Kind.LOAD_BALANCER, listener.loadBalancer())
                        .ifPresent(stored -> listener(listener, (LoadBalancer) stored.resource()));
            }
        }
    }

    private void localAddresses(Director director) {
        for (LoadBalancer balancer : findings.all(LoadBalancer.class, Kind.LOAD_BALANCER)) {
            boolean needed =
                    balancer.forwarding() == Forwarding.FULLNAT
                            || balancer.forwarding() == Forwarding.TUNNEL;
            if (needed) {
                findings.warn(
                        director,
                        "localAddresses",
                        ProblemCodes.QUESTIONABLE,
                        "has none to send from to the servers of load balancer '%s' (forwarding %s): its tcp and udp listeners forward nothing here"
                                .formatted(balancer.name(), Words.of(balancer.forwarding())));
                return;
            }
        }
    }

    private static boolean isDirect(LoadBalancer balancer) {
        return balancer.forwarding() == Forwarding.ROUTE
                || balancer.forwarding() == Forwarding.TUNNEL;
    }

    private void listener(Listener listener, LoadBalancer balancer) {
        if (isDirect(balancer)) {
            direct(listener, balancer);
        } else if (directors) {
            translated(listener, balancer);
        }
    }

    private void translated(Listener listener, LoadBalancer balancer) {
        if (listener.proxyProtocol() != ProxyProtocolMode.OFF) {
            findings.warn(
                    listener,
                    "proxyProtocol",
                    ProblemCodes.NOT_HONOURED,
                    "is not read by directors; servers get it as sent");
        }
        group(listener, balancer).ifPresent(group -> family(listener, balancer, group));
    }

    private void direct(Listener listener, LoadBalancer balancer) {
        if (listener.bandwidth() != null) {
            refuse(listener, balancer, "bandwidth", "cannot be limited" + UNSEEN);
        }
        if (listener.synProxy() == SynProxyMode.ON) {
            refuse(listener, balancer, "synProxy", "cannot be on" + UNSEEN);
        }
        if (listener.clientAddress() == ClientAddressMode.PROXY_PROTOCOL) {
            refuse(
                    listener,
                    balancer,
                    "clientAddress",
                    "cannot be sent as PROXY protocol, and need not: servers see it as the source");
        }
        if (listener.proxyProtocol() != ProxyProtocolMode.OFF) {
            refuse(
                    listener,
                    balancer,
                    "proxyProtocol",
                    "cannot be taken off: servers get what clients send");
        }
        group(listener, balancer).ifPresent(group -> port(listener, balancer, group));
    }

    private Optional<ServerGroup> group(Listener listener, LoadBalancer balancer) {
        String own = listener.serverGroup();
        return findings.resolve(
                        listener, Kind.SERVER_GROUP, own == null ? balancer.serverGroup() : own)
                .map(stored -> (ServerGroup) stored.resource());
    }

    private void port(Listener listener, LoadBalancer balancer, ServerGroup group) {
        for (Server server : group.servers()) {
            Integer port = server.port() == null ? listener.backendPort() : server.port();
            if (port != null && port != listener.port()) {
                String field = server.port() == null ? "backendPort" : "serverGroup";
                refuse(
                        listener,
                        balancer,
                        field,
                        "sends to port %d of server '%s' of group '%s', but a port cannot be changed; it must be %d, the listener's"
                                .formatted(port, server.address(), group.name(), listener.port()));
                return;
            }
        }
    }

    /** Names are looked at by the director itself, once they are resolved. */
    private void family(Listener listener, LoadBalancer balancer, ServerGroup group) {
        Boolean ipv4 = isIpv4(balancer.address());
        for (Server server : group.servers()) {
            Boolean serverIpv4 = isIpv4(server.address());
            if (ipv4 != null && serverIpv4 != null && !ipv4.equals(serverIpv4)) {
                refuse(
                        listener,
                        balancer,
                        "serverGroup",
                        "leads to server '%s', while the virtual address is of IPv%s; directors do not translate between the two, but a tunnel leads over either"
                                .formatted(server.address(), ipv4 ? "4" : "6"));
                return;
            }
        }
    }

    private static @Nullable Boolean isIpv4(String text) {
        InetAddress address = IpLiteral.parse(text).orElse(null);
        return address == null ? null : address instanceof Inet4Address;
    }

    private void refuse(Resource owner, LoadBalancer balancer, String field, String why) {
        findings.error(
                owner,
                field,
                ProblemCodes.CONFLICT,
                why + " (forwarding " + Words.of(balancer.forwarding()) + ")");
    }
}

package dev.sluice.model;

import dev.sluice.model.shape.Field;
import dev.sluice.model.unit.BitRate;
import dev.sluice.model.unit.ByteSize;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A port of a load balancer and what is done with what arrives there. */
public record Listener(
        @Field(
                        doc =
                                "Name, unique in the account; by default the load balancer's, the protocol and the port.",
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(
                        doc = "Load balancer it belongs to; implied in a file.",
                        required = true,
                        immutable = true,
                        refersTo = "loadBalancer")
                String loadBalancer,
        @Field(doc = "What it speaks with clients.", required = true, immutable = true)
                Protocol protocol,
        @Field(
                        doc = "Port on the virtual address.",
                        required = true,
                        immutable = true,
                        min = "1",
                        max = "65535")
                int port,
        @Field(doc = "Whether it takes connections.", initial = "started") ListenerState state,
        @Field(doc = "Server group for what no rule takes.", refersTo = "serverGroup")
                @Nullable String serverGroup,
        @Field(
                        doc =
                                "Port of servers that have none of their own, such as those of the load balancer's default group.",
                        min = "1",
                        max = "65535")
                @Nullable Integer backendPort,
        @Field(doc = "How a server is chosen.", initial = "wrr") Scheduling scheduler,
        @Field(doc = "Health check in place of the server group's.")
                @Nullable HealthCheck healthCheck,
        @Field(
                        doc = "How long a silent client keeps its connection (http, https).",
                        initial = "15s",
                        min = "1s",
                        max = "24h",
                        off = true)
                Duration idleTimeout,
        @Field(
                        doc = "How long a server may take to answer; then 504 (http, https).",
                        initial = "60s",
                        min = "1s",
                        max = "24h",
                        off = true)
                Duration requestTimeout,
        @Field(
                        doc = "How long connecting to a server may take.",
                        initial = "5s",
                        min = "1ms",
                        max = "300s")
                Duration connectTimeout,
        @Field(doc = "Ties a client to a server by a cookie (http, https).")
                @Nullable StickySession stickySession,
        @Field(
                        doc = "Ties a client's address to a server for this long (tcp, udp).",
                        initial = "off",
                        min = "1s",
                        max = "3600s",
                        off = true)
                Duration persistenceTimeout,
        @Field(
                        doc =
                                "How long a silent connection or session lives (tcp, udp); 900s, udp 90s.",
                        min = "1s",
                        max = "24h")
                Duration establishedTimeout,
        @Field(
                        doc = "How long connections to a removed server may go on (tcp, udp).",
                        initial = "off",
                        min = "10s",
                        max = "900s",
                        off = true)
                Duration connectionDrain,
        @Field(doc = "How servers learn the client's address (tcp, udp).", initial = "option")
                ClientAddressMode clientAddress,
        @Field(doc = "Whether clients send the PROXY protocol, version 1 or 2.", initial = "off")
                ProxyProtocolMode proxyProtocol,
        @Field(doc = "Whether a director finishes the handshake first (tcp).", initial = "auto")
                SynProxyMode synProxy,
        @Field(doc = "Who may connect.") @Nullable AccessRule accessList,
        @Field(doc = "Bandwidth of this listener.", min = "1kbps", max = "1000Gbps")
                @Nullable BitRate bandwidth,
        @Field(doc = "Connections open at once.", min = "1", max = "100000000")
                @Nullable Integer maxConnections,
        @Field(doc = "New connections a second.", min = "1", max = "10000000")
                @Nullable Integer maxConnectionRate,
        @Field(
                        doc = "Largest body a request may have; then 413 (http, https).",
                        initial = "10GiB",
                        min = "1KiB",
                        max = "1024GiB")
                ByteSize maxRequestBody,
        @Field(
                        doc =
                                "Whether text, JSON, JavaScript, XML and SVG answers are"
                                        + " compressed (http, https).",
                        initial = "true")
                boolean gzip,
        @Field(
                        doc = "Whether HTTP/2 is offered (https; http by prior knowledge).",
                        initial = "true")
                boolean http2,
        @Field(doc = "Which forwarding headers servers get (http, https).") Forwarded forwarded,
        @Field(doc = "Answers every request with a redirect to https (http).")
                @Nullable Redirect redirect,
        @Field(
                        doc = "Certificate for clients that name no other domain (https).",
                        refersTo = "certificate")
                @Nullable String certificate,
        @Field(
                        doc =
                                "Further certificates, chosen by the domain that the client names (https).",
                        refersTo = "certificate")
                List<String> certificates,
        @Field(
                        doc =
                                "Certificate of the authority that clients' certificates must come from (https).",
                        refersTo = "certificate")
                @Nullable String clientCa,
        @Field(
                        doc = "TLS versions and suites (https).",
                        initial = "tls_cipher_policy_1_2_strict_with_1_3")
                TlsPolicy tlsPolicy,
        @Field(
                        doc =
                                "Whether suites without forward secrecy are offered where the policy has them (https).",
                        initial = "false")
                boolean allowStaticRsa,
        @Field(doc = "One JSON line a request (http, https).") AccessLog accessLog)
        implements Resource {

    private static final Duration TCP_ESTABLISHED = Duration.ofMinutes(15);
    private static final Duration UDP_ESTABLISHED = Duration.ofSeconds(90);

    /** Fills in what depends on other fields: the reader passes null there. */
    @SuppressWarnings("NullAway") // the reader hands over null where a file says nothing
    public Listener {
        if (name == null) {
            name =
                    loadBalancer
                            + "-"
                            + protocol.name().toLowerCase(java.util.Locale.ROOT)
                            + "-"
                            + port;
        }
        if (establishedTimeout == null) {
            establishedTimeout = protocol == Protocol.UDP ? UDP_ESTABLISHED : TCP_ESTABLISHED;
        }
        if (forwarded == null) {
            forwarded = Forwarded.DEFAULT;
        }
        if (accessLog == null) {
            accessLog = AccessLog.DEFAULT;
        }
        certificates = certificates == null ? List.of() : List.copyOf(certificates);
    }

    /** Whether it ends HTTP: http or https. */
    public boolean isHttp() {
        return protocol == Protocol.HTTP || protocol == Protocol.HTTPS;
    }

    @Override
    public Kind kind() {
        return Kind.LISTENER;
    }
}

package dev.sluice.model.compile;

import dev.sluice.model.BackendTls;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.Protocol;
import dev.sluice.model.Resource;
import dev.sluice.model.Server;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.Stored;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.UpstreamConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compiles groups as listeners see them. One server group becomes several where listeners or rules
 * probe it differently or lend it different ports.
 */
final class GroupCompiler {
    private final Parts parts;

    GroupCompiler(Parts parts) {
        this.parts = parts;
    }

    /**
     * Adds a group as one listener or rule uses it. A group that does not exist is one without
     * servers, so that its requests are refused and not sent elsewhere.
     *
     * @param own the check that the listener or rule has in place of the group's
     * @return its key
     */
    String group(Resource user, String nameOrId, @Nullable HealthCheck own, Listener listener) {
        Stored stored = parts.find(user, Kind.SERVER_GROUP, nameOrId).orElse(null);
        if (stored == null) {
            return parts.add(revision -> absent(revision, nameOrId));
        }
        ServerGroup group = (ServerGroup) stored.resource();
        HealthCheck usual = Objects.requireNonNullElse(group.healthCheck(), HealthCheck.TCP);
        HealthCheck check = own == null ? check(group, listener.protocol()) : own;
        List<ServerConfig> servers = servers(group, listener.backendPort());
        boolean ownPorts = servers.equals(servers(group, null));
        Integer lentPort = ownPorts ? null : listener.backendPort();
        boolean asItIs = ownPorts && check.equals(usual);
        String id = asItIs ? stored.id() : stored.id() + "-" + digest(check, lentPort);
        BackendTlsConfig tls = tls(group);
        UpstreamConfig upstream = upstream(group);
        return parts.add(revision ->
                new GroupConfig(id, revision, group.name(), servers, check, tls, upstream));
    }

    private static GroupConfig absent(long revision, String name) {
        return new GroupConfig(
                Parts.ABSENT + name, revision, name, List.of(), HealthCheck.TCP, null);
    }

    private static HealthCheck check(ServerGroup group, Protocol protocol) {
        HealthCheck usual = protocol == Protocol.UDP ? HealthCheck.UDP : HealthCheck.TCP;
        return Objects.requireNonNullElse(group.healthCheck(), usual);
    }

    /**
     * A server's own port comes first; one that has none anywhere cannot be reached. No endpoint
     * twice.
     */
    private static List<ServerConfig> servers(ServerGroup group, @Nullable Integer backendPort) {
        Map<String, ServerConfig> servers = new LinkedHashMap<>();
        for (Server server : group.servers()) {
            Integer port = server.port() == null ? backendPort : server.port();
            if (port != null) {
                var config = new ServerConfig(server.address(), port, server.weight());
                servers.putIfAbsent(config.endpoint(), config);
            }
        }
        return List.copyOf(servers.values());
    }

    /** Null where nothing is said, so that such groups are as they were. */
    private static @Nullable UpstreamConfig upstream(ServerGroup group) {
        var config = new UpstreamConfig(group.slowStart().toMillis(), group.passiveHealth());
        return config.equals(UpstreamConfig.PLAIN) ? null : config;
    }

    private @Nullable BackendTlsConfig tls(ServerGroup group) {
        BackendTls tls = group.backendTls();
        if (tls == null || !tls.enabled()) {
            return null;
        }
        return new BackendTlsConfig(
                tls.verify(),
                tls.name(),
                tls.ca() == null ? null : required(group, tls.ca()),
                tls.certificate() == null ? null : required(group, tls.certificate()));
    }

    /** A key even where there is no such certificate: trusting all in its place would be worse. */
    private String required(ServerGroup group, String certificate) {
        String key = parts.certificate(group, certificate);
        return key == null ? "certificate/" + Parts.ABSENT + certificate : key;
    }

    private static String digest(HealthCheck check, @Nullable Integer lentPort) {
        String text = check + " " + lentPort;
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}

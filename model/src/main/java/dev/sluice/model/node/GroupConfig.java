package dev.sluice.model.node;

import dev.sluice.model.HealthCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a group together with one effective health check. Where a listener or a rule
 * replaces the group's check, or a listener lends its port to servers that have none, it gets a
 * resource of its own, so that each state belongs to one set of endpoints and one check.
 *
 * @param id the server group's id, with a dash and a digest of check and port where they are not
 *     the group's own
 * @param name the server group's name
 * @param check the effective check
 * @param tls TLS to the servers; null speaks plainly
 * @param upstream how work is given to the servers, where anything is said of that
 */
public record GroupConfig(
        String id,
        long revision,
        String name,
        List<ServerConfig> servers,
        HealthCheck check,
        @Nullable BackendTlsConfig tls,
        @Nullable UpstreamConfig upstream)
        implements NodeResource {
    public GroupConfig {
        servers = List.copyOf(servers);
    }

    /** A group whose servers are used in the plainest way. */
    public GroupConfig(
            String id,
            long revision,
            String name,
            List<ServerConfig> servers,
            HealthCheck check,
            @Nullable BackendTlsConfig tls) {
        this(id, revision, name, servers, check, tls, null);
    }

    @Override
    public String key() {
        return "group/" + id;
    }

    /**
     * One server.
     *
     * @param address a literal, or a name that the node resolves and follows
     * @param weight 0 to 100; 0 takes no new work
     */
    public record ServerConfig(String address, int port, int weight) {
        /** Identity within its group: address and port as users write them. */
        public String endpoint() {
            return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
        }
    }

    /**
     * TLS to servers.
     *
     * @param name SNI and verified name; null takes each server's address as written
     * @param ca key of the authority's {@link CertificateConfig}; null trusts the system's
     *     authorities
     * @param certificate key of the certificate to show; null shows none
     */
    public record BackendTlsConfig(
            boolean verify,
            @Nullable String name,
            @Nullable String ca,
            @Nullable String certificate) {}
}

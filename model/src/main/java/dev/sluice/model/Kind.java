package dev.sluice.model;

import java.util.Locale;
import java.util.Optional;

/** The kinds of resource. */
public enum Kind {
    LOAD_BALANCER("loadBalancer", "loadBalancers", "lb", LoadBalancer.class),
    LISTENER("listener", "listeners", "lsn", Listener.class),
    RULE("rule", "rules", "rule", Rule.class),
    SERVER_GROUP("serverGroup", "serverGroups", "grp", ServerGroup.class),
    CERTIFICATE("certificate", "certificates", "crt", Certificate.class),
    ACCESS_LIST("accessList", "accessLists", "acl", AccessList.class),
    DIRECTOR("director", "directors", "dir", Director.class),
    CLUSTER("cluster", "clusters", "cls", Cluster.class);

    private final String singular;
    private final String plural;
    private final String idPrefix;
    private final Class<? extends Resource> type;

    Kind(String singular, String plural, String idPrefix, Class<? extends Resource> type) {
        this.singular = singular;
        this.plural = plural;
        this.idPrefix = idPrefix;
        this.type = type;
    }

    /** The word for one, as in references and on the command line. */
    public String singular() {
        return singular;
    }

    /** The word for many, as in files and in URLs. */
    public String plural() {
        return plural;
    }

    /** What ids of this kind begin with, before the dash. */
    public String idPrefix() {
        return idPrefix;
    }

    public Class<? extends Resource> type() {
        return type;
    }

    /** Finds a kind by either word or its id prefix, whatever the case. */
    public static Optional<Kind> named(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        for (Kind kind : values()) {
            if (kind.singular.toLowerCase(Locale.ROOT).equals(wanted)
                    || kind.plural.toLowerCase(Locale.ROOT).equals(wanted)
                    || kind.idPrefix.equals(wanted)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

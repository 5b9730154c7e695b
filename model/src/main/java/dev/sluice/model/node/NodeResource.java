package dev.sluice.model.node;

/** One compiled resource. */
public sealed interface NodeResource
        permits ListenerConfig,
                GroupConfig,
                RuleTableConfig,
                CertificateConfig,
                AccessListConfig,
                DirectorConfig,
                ClusterConfig {
    /** Identity within a configuration: kind, slash, id. Stable while the thing exists. */
    String key();

    /** The store's revision at which this resource last changed. */
    long revision();
}

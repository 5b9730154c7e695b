package dev.sluice.model.node;

import java.util.List;

/**
 * Addresses and networks.
 *
 * @param entries in CIDR form or as plain addresses
 */
public record AccessListConfig(String id, long revision, String name, List<String> entries)
        implements NodeResource {
    public AccessListConfig {
        entries = List.copyOf(entries);
    }

    @Override
    public String key() {
        return "acl/" + id;
    }
}

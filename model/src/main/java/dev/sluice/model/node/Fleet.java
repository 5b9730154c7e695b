package dev.sluice.model.node;

import java.util.List;

/**
 * The nodes that have joined, as far as other nodes' configurations depend on them.
 *
 * @param proxies where directors send http and https listeners' packets, sorted by name
 */
public record Fleet(List<ProxyNode> proxies) {
    public static final Fleet NONE = new Fleet(List.of());

    public Fleet {
        proxies = List.copyOf(proxies);
    }

    /**
     * A proxy.
     *
     * @param address the address by which directors reach it, a literal
     */
    public record ProxyNode(String name, String address) {}
}

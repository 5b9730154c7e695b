package dev.sluice.model.compile;

import dev.sluice.model.Cluster;
import dev.sluice.model.Stored;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.ClusterConfig.IpvsConfig;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What directors share. */
final class Clusters {
    /** FNV-1a: the same in every release, since directors of several releases are one cluster. */
    private static final long FNV_BASIS = 0xCBF29CE484222325L;

    private static final long FNV_PRIME = 0x100000001B3L;

    /** Where LVS directors meet unless told otherwise. */
    private static final String LVS_GROUP = "224.0.0.81";

    private Clusters() {}

    static ClusterConfig of(Stored stored, long revision) {
        Cluster cluster = (Cluster) stored.resource();
        long number = number(cluster.account() + "/" + cluster.name());
        return new ClusterConfig(
                stored.id(),
                revision,
                cluster.name(),
                number,
                sync(cluster.sync()),
                cluster.noSession());
    }

    private static @Nullable SyncConfig sync(Cluster.@Nullable Sync sync) {
        return sync == null
                ? null
                : new SyncConfig(
                        sync.group(),
                        sync.port(),
                        sync.via(),
                        sync.peers(),
                        sync.secretFile(),
                        sync.ipvs().stream().map(Clusters::ipvs).toList());
    }

    private static IpvsConfig ipvs(Cluster.Ipvs ipvs) {
        boolean isUsual = ipvs.group() == null && ipvs.peers().isEmpty();
        return new IpvsConfig(
                ipvs.name(),
                isUsual ? LVS_GROUP : ipvs.group(),
                ipvs.peers(),
                ipvs.port(),
                ipvs.via(),
                ipvs.syncId(),
                ipvs.send(),
                ipvs.receive(),
                ipvs.refresh().toMillis());
    }

    private static long number(String name) {
        long hash = FNV_BASIS;
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }
}

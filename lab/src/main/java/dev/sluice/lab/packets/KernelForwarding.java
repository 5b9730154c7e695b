package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kernel in the middle: as a router, or as nftables' DNAT makes it a balancer. */
final class KernelForwarding implements Contender {
    private final boolean dnat;

    private KernelForwarding(boolean dnat) {
        this.dnat = dnat;
    }

    /** Nothing between clients and servers but a router. */
    static KernelForwarding none() {
        return new KernelForwarding(false);
    }

    static KernelForwarding nftables() {
        return new KernelForwarding(true);
    }

    @Override
    public String name() {
        return dnat ? Contenders.NFTABLES : "no balancer";
    }

    @Override
    public String word() {
        return dnat ? "nftables" : "none";
    }

    @Override
    public Optional<String> cannot(PacketLoad load) {
        return Optional.empty();
    }

    @Override
    public Standing start(PacketBed bed, PacketLoad load) throws LabFailure {
        bed.middle().sysctl("net/ipv4/ip_forward", "1");
        bed.takeFromGenerator();
        if (!dnat) {
            return new Router();
        }
        load(
                bed,
                """
                table ip bench {
                    chain prerouting {
                        type nat hook prerouting priority dstnat;
                        ip daddr %s dnat to %s
                    }
                }
                """
                        .formatted(PacketBed.VIRTUAL, PacketBed.BACKEND));
        // Of the whole machine; put back when the bench is over.
        return new Nat(KernelLimit.raise("net/netfilter/nf_conntrack_max", 4_000_000));
    }

    private static void load(PacketBed bed, String rules) throws LabFailure {
        try {
            Process nft =
                    bed.middle()
                            .start(new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true));
            nft.getOutputStream().write(rules.getBytes(StandardCharsets.UTF_8));
            nft.getOutputStream().close();
            String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (nft.waitFor() != 0) {
                throw new LabFailure("nft refused its rules: " + said.strip());
            }
        } catch (IOException e) {
            throw new LabFailure("cannot run nft: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    private record Router() implements Standing {
        @Override
        public String target() {
            return PacketBed.BACKEND;
        }

        @Override
        public boolean learnsFlows() {
            return false;
        }

        @Override
        public void close() {}
    }

    private record Nat(KernelLimit connections) implements Standing {
        @Override
        public void close() {
            connections.close();
        }
    }
}

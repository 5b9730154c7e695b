package dev.sluice.balance;

import dev.sluice.model.Scheduling;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Servers under a test's thumb: who is up, how busy and how fast each is. */
final class Bed implements Servers {
    final boolean[] down;
    final int[] active;
    final long[] latencyUs;
    final int[] share;

    Bed(int servers) {
        down = new boolean[servers];
        active = new int[servers];
        latencyUs = new long[servers];
        share = new int[servers];
        Arrays.fill(share, FULL);
    }

    static List<ServerConfig> servers(int... weights) {
        var servers = new ArrayList<ServerConfig>();
        for (int i = 0; i < weights.length; i++) {
            servers.add(new ServerConfig("10.1." + i / 200 + "." + i % 200, 8080, weights[i]));
        }
        return servers;
    }

    static List<ServerConfig> equalServers(int count) {
        int[] weights = new int[count];
        Arrays.fill(weights, 100);
        return servers(weights);
    }

    static Scheduler scheduler(Scheduling scheduling, int... weights) {
        return SchedulerPlan.of(scheduling, servers(weights), 1).forLoop(0);
    }

    /** How often each server is picked; at the end the picks of none. */
    int[] count(Scheduler scheduler, int picks) {
        int[] counts = new int[down.length + 1];
        for (int i = 0; i < picks; i++) {
            int server = scheduler.pick(StableHash.step(7, i), this);
            counts[server == Scheduler.NONE ? down.length : server]++;
        }
        return counts;
    }

    @Override
    public boolean eligible(int server) {
        return !down[server];
    }

    @Override
    public int active(int server) {
        return active[server];
    }

    @Override
    public int share(int server) {
        return share[server];
    }

    @Override
    public long latencyUs(int server) {
        return latencyUs[server];
    }
}

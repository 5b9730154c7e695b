package dev.sluice.proxy.upstream;

import dev.sluice.balance.Servers;
import java.util.Arrays;
import java.util.List;

/**
 * One piece of work's search for a server: what schedulers may choose among, less what was tried
 * already. Owned by the connection the work came on and used again for its next.
 */
public final class Attempt implements Servers {
    private List<Backend> backends = List.of();
    private long[] tried = new long[1];
    private int tries;

    /** Starts a search in a pool. */
    public void begin(ServerPool among) {
        backends = among.backends();
        tries = 0;
        int words = (backends.size() + 63) / 64;
        if (tried.length < words) {
            tried = new long[words];
        } else {
            Arrays.fill(tried, 0);
        }
    }

    /** Does not choose it again. */
    public void tried(int server) {
        tried[server >> 6] |= 1L << server;
        tries++;
    }

    /** How many were tried. */
    public int tries() {
        return tries;
    }

    public Backend backend(int server) {
        return backends.get(server);
    }

    @Override
    public boolean eligible(int server) {
        return (tried[server >> 6] & (1L << server)) == 0 && backends.get(server).usable();
    }

    @Override
    public int active(int server) {
        return backends.get(server).active().get();
    }

    @Override
    public int share(int server) {
        return backends.get(server).share();
    }

    @Override
    public long latencyUs(int server) {
        return backends.get(server).latencyUs(System.nanoTime());
    }
}

package dev.sluice.lab.region;

import static dev.sluice.lab.region.Network.BACK;
import static dev.sluice.lab.region.Network.CLIENTS;
import static dev.sluice.lab.region.Network.FRONT;
import static dev.sluice.lab.region.Network.MANAGEMENT;
import static dev.sluice.lab.region.Network.SYNC;

import java.util.List;

/** What a node of the region is for, which networks it is in, and from where its hosts count. */
public enum NodeKind {
    CLIENT("client", 2, List.of(CLIENTS)),
    ROUTER("router", 1, List.of(CLIENTS, FRONT, BACK)),
    CONTROL("control", 4, List.of(MANAGEMENT)),
    DIRECTOR("director", 10, List.of(FRONT, BACK, MANAGEMENT, SYNC)),
    PROXY("proxy", 30, List.of(FRONT, BACK, MANAGEMENT)),
    BACKEND("backend", 100, List.of(BACK));

    private final String word;
    private final int firstHost;
    private final List<Network> networks;

    NodeKind(String word, int firstHost, List<Network> networks) {
        this.word = word;
        this.firstHost = firstHost;
        this.networks = networks;
    }

    /** What a node of this kind is called in commands. */
    public String word() {
        return word;
    }

    /** The name of the kind's n-th node; there is one client and one router. */
    public String name(int number) {
        return isSingle() ? word : word + "-" + number;
    }

    /** The last number of the n-th node's addresses. */
    public int host(int number) {
        return isSingle() ? firstHost : firstHost + number;
    }

    /** Networks that its nodes are in. */
    public List<Network> networks() {
        return networks;
    }

    /** Whether its nodes pass on packets that are for others. */
    boolean forwards() {
        return this == ROUTER || this == DIRECTOR;
    }

    private boolean isSingle() {
        return this == CLIENT || this == ROUTER;
    }
}

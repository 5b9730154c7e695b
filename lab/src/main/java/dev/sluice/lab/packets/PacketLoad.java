package dev.sluice.lab.packets;

/** What is sent through a {@link Contender}. */
public enum PacketLoad {
    DATAGRAMS_OF_1_000_FLOWS(false, 1_000),
    DATAGRAMS_OF_1_000_000_FLOWS(false, 1_000_000),
    NEW_CONNECTIONS(false, 0),
    BULK(false, 0),
    BULK_WITH_OFFLOADS(true, 0);

    private final boolean offloads;
    private final int flows;

    PacketLoad(boolean offloads, int flows) {
        this.offloads = offloads;
        this.flows = flows;
    }

    /** Whether hosts leave cutting and checksums to a card. */
    public boolean offloads() {
        return offloads;
    }

    /** Whether it is one stream, as fast as it can be. */
    public boolean isBulk() {
        return this == BULK || this == BULK_WITH_OFFLOADS;
    }

    /** How many flows of datagrams; 0 for connections. */
    public int flows() {
        return flows;
    }
}

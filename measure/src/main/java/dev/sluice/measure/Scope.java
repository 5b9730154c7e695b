package dev.sluice.measure;

import java.util.List;

/** What a counter is kept for, and the labels that name it. */
public enum Scope {
    PROCESS(),
    LISTENER("load_balancer", "listener"),
    SERVER("group", "server"),
    PORT("port"),
    DROP_REASON("reason"),
    VRRP_REFUSAL("reason"),
    SYNC_REFUSAL("reason"),
    IPVS_REFUSAL("reason");

    private final List<String> labels;

    Scope(String... labels) {
        this.labels = List.of(labels);
    }

    public List<String> labels() {
        return labels;
    }
}

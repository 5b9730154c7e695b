package dev.sluice.measure;

/** Every histogram there is. */
public enum Latency {
    REQUEST(
            "sluice_listener_request_seconds",
            "From the first byte of a request to the last of its answer."),
    UPSTREAM(
            "sluice_listener_upstream_seconds",
            "From a request's hand-over to a server to the head of its answer."),
    CONNECT("sluice_listener_connect_seconds", "Connecting to a server."),
    HANDSHAKE("sluice_listener_handshake_seconds", "TLS handshakes with clients.");

    private final String metric;
    private final String help;

    Latency(String metric, String help) {
        this.metric = metric;
        this.help = help;
    }

    public String metric() {
        return metric;
    }

    public String help() {
        return help;
    }
}

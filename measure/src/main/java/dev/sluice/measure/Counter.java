package dev.sluice.measure;

/** Every counter there is. A metric cannot be invented in passing. */
public enum Counter {
    LISTENER_CONNECTIONS(
            Scope.LISTENER,
            "sluice_listener_connections_total",
            "Connections accepted, or UDP sessions begun."),
    LISTENER_CONNECTIONS_REFUSED(
            Scope.LISTENER,
            "sluice_listener_connections_refused_total",
            "Connections closed at once: access list, limit or rate."),
    LISTENER_ACTIVE(
            Scope.LISTENER, "sluice_listener_connections_active", "Connections open now.", true),
    LISTENER_REQUESTS(Scope.LISTENER, "sluice_listener_requests_total", "HTTP requests answered."),
    LISTENER_BYTES_IN(
            Scope.LISTENER, "sluice_listener_received_bytes_total", "Bytes from clients."),
    LISTENER_BYTES_OUT(Scope.LISTENER, "sluice_listener_sent_bytes_total", "Bytes to clients."),
    LISTENER_PACKETS_IN(
            Scope.LISTENER,
            "sluice_listener_received_datagrams_total",
            "UDP datagrams from clients."),
    LISTENER_PACKETS_OUT(
            Scope.LISTENER, "sluice_listener_sent_datagrams_total", "UDP datagrams to clients."),
    LISTENER_PACKETS_DROPPED(
            Scope.LISTENER,
            "sluice_listener_dropped_datagrams_total",
            "UDP datagrams dropped: not let in, no server or no room."),
    LISTENER_STATUS_2XX(
            Scope.LISTENER,
            "sluice_listener_responses_2xx_total",
            "Answers 200 to 299 to clients."),
    LISTENER_STATUS_3XX(
            Scope.LISTENER,
            "sluice_listener_responses_3xx_total",
            "Answers 300 to 399 to clients."),
    LISTENER_STATUS_4XX(
            Scope.LISTENER,
            "sluice_listener_responses_4xx_total",
            "Answers 400 to 499 to clients."),
    LISTENER_STATUS_5XX(
            Scope.LISTENER,
            "sluice_listener_responses_5xx_total",
            "Answers 500 to 599 to clients."),
    LISTENER_STATUS_OTHER(
            Scope.LISTENER,
            "sluice_listener_responses_other_total",
            "Answers below 200 or above 599 to clients."),
    LISTENER_UPSTREAM_4XX(
            Scope.LISTENER,
            "sluice_listener_upstream_4xx_total",
            "Answers 400 to 499 from servers."),
    LISTENER_UPSTREAM_5XX(
            Scope.LISTENER,
            "sluice_listener_upstream_5xx_total",
            "Answers 500 to 599 from servers."),
    LISTENER_RETRIES(
            Scope.LISTENER,
            "sluice_listener_retries_total",
            "Requests sent again to another server or on a fresh connection."),
    LISTENER_HANDSHAKES(
            Scope.LISTENER, "sluice_listener_tls_handshakes_total", "TLS handshakes finished."),
    LISTENER_HANDSHAKES_RESUMED(
            Scope.LISTENER,
            "sluice_listener_tls_resumed_total",
            "TLS handshakes that resumed a session."),
    LISTENER_HANDSHAKES_FAILED(
            Scope.LISTENER, "sluice_listener_tls_failed_total", "TLS handshakes that failed."),
    LISTENER_IDLE_CLOSED(
            Scope.LISTENER,
            "sluice_listener_idle_closed_total",
            "Connections closed because the client was silent or slow."),
    LISTENER_SYN_COOKIES(
            Scope.LISTENER,
            "sluice_listener_syn_cookies_total",
            "SYNs answered without a session."),
    LISTENER_SYN_COOKIES_HELD(
            Scope.LISTENER,
            "sluice_listener_syn_cookies_held_total",
            "Handshakes finished that had begun without a session."),
    SERVER_CONNECTIONS(
            Scope.SERVER, "sluice_server_connections_total", "Connections made to the server."),
    SERVER_CONNECT_FAILED(
            Scope.SERVER,
            "sluice_server_connect_failed_total",
            "Connections that could not be made."),
    SERVER_ACTIVE(
            Scope.SERVER,
            "sluice_server_connections_active",
            "Connections or requests at the server now.",
            true),
    SERVER_REQUESTS(
            Scope.SERVER,
            "sluice_server_requests_total",
            "Requests, connections or sessions given to the server."),
    SERVER_FAILED(
            Scope.SERVER,
            "sluice_server_requests_failed_total",
            "Requests that the server did not answer properly."),
    SERVER_SLOW_STARTS(
            Scope.SERVER,
            "sluice_server_slow_starts_total",
            "Times that the server was new or back and got its work little by little."),
    SERVER_EJECTIONS(
            Scope.SERVER,
            "sluice_server_ejections_total",
            "Times that the server was ejected for what its answers showed."),
    SERVER_EJECTIONS_WITHHELD(
            Scope.SERVER,
            "sluice_server_ejections_withheld_total",
            "Times that it would have been, had not as many been ejected as may be."),
    SERVER_PROBES(Scope.SERVER, "sluice_server_probes_total", "Health probes sent."),
    SERVER_PROBES_FAILED(
            Scope.SERVER, "sluice_server_probes_failed_total", "Health probes that failed."),
    PORT_FRAMES_IN(
            Scope.PORT, "sluice_port_received_frames_total", "Frames taken from the interface."),
    PORT_BYTES_IN(Scope.PORT, "sluice_port_received_bytes_total", "Bytes of frames taken from it."),
    PORT_FRAMES_OUT(Scope.PORT, "sluice_port_sent_frames_total", "Frames sent by the interface."),
    PORT_BYTES_OUT(Scope.PORT, "sluice_port_sent_bytes_total", "Bytes of frames sent by it."),
    FRAMES_DROPPED(
            Scope.DROP_REASON,
            "sluice_dropped_frames_total",
            "Frames that a director took and did not forward, by the reason."),
    FRAMES_HANDED_OVER(
            Scope.PROCESS,
            "sluice_handed_over_frames_total",
            "Frames that went from the worker that took them to the one that owns their session."),
    HALF_OPEN_SESSIONS(
            Scope.PROCESS,
            "sluice_half_open_sessions",
            "Sessions of a director whose two ends have not both agreed yet.",
            true),
    HALF_OPEN_SESSIONS_EVICTED(
            Scope.PROCESS,
            "sluice_half_open_sessions_evicted_total",
            "Half-open sessions that gave way to others before their time was over."),
    SESSIONS_SOUGHT(
            Scope.PROCESS,
            "sluice_sought_sessions_total",
            "Sessions that other directors were asked for, since a packet came of one not known here."),
    SESSIONS_SOUGHT_FOUND(
            Scope.PROCESS,
            "sluice_sought_sessions_found_total",
            "Sessions that were asked for and came while their packets waited."),
    SESSIONS_RECOMPUTED(
            Scope.PROCESS,
            "sluice_recomputed_sessions_total",
            "Sessions that began in their midst, since a hash alone says which server they have."),
    UNKNOWN_RESETS(
            Scope.PROCESS,
            "sluice_unknown_session_resets_total",
            "Packets of clients that were reset, since no director knew their session."),
    VRRP_SENT(Scope.PROCESS, "sluice_vrrp_sent_total", "VRRP advertisements sent."),
    VRRP_NOT_SENT(
            Scope.PROCESS,
            "sluice_vrrp_not_sent_total",
            "VRRP advertisements that could not be sent."),
    VRRP_TRANSITIONS(
            Scope.PROCESS,
            "sluice_vrrp_transitions_total",
            "Changes of state of virtual routers at this director."),
    VRRP_REFUSED(
            Scope.VRRP_REFUSAL,
            "sluice_vrrp_refused_total",
            "VRRP packets that changed nothing, by the reason."),
    SYNC_DATAGRAMS_SENT(
            Scope.PROCESS,
            "sluice_sync_sent_datagrams_total",
            "Datagrams with sessions, and of what directors say besides, sent."),
    SYNC_BYTES_SENT(Scope.PROCESS, "sluice_sync_sent_bytes_total", "Bytes of such datagrams sent."),
    SYNC_NOT_SENT(
            Scope.PROCESS,
            "sluice_sync_not_sent_total",
            "Such datagrams that could not be sent; they are asked for again."),
    SYNC_DATAGRAMS_TAKEN(
            Scope.PROCESS,
            "sluice_sync_taken_datagrams_total",
            "Such datagrams of peers that were taken."),
    SYNC_BYTES_RECEIVED(
            Scope.PROCESS,
            "sluice_sync_received_bytes_total",
            "Bytes of such datagrams received, taken or not."),
    SYNC_SESSIONS_TOLD(
            Scope.PROCESS,
            "sluice_sync_sessions_told_total",
            "Changes of sessions that peers were told of."),
    SYNC_SESSIONS_HEARD(
            Scope.PROCESS,
            "sluice_sync_sessions_heard_total",
            "Changes of sessions that peers told of."),
    SYNC_GAPS(
            Scope.PROCESS,
            "sluice_sync_gaps_total",
            "Times that datagrams of a peer were missing and asked for."),
    SYNC_SENT_AGAIN(
            Scope.PROCESS,
            "sluice_sync_sent_again_total",
            "Datagrams sent again to peers that lacked them."),
    SYNC_BULKS_ASKED_FOR(
            Scope.PROCESS,
            "sluice_sync_bulks_asked_total",
            "Bulk transfers of sessions asked for."),
    SYNC_BULKS_FINISHED(
            Scope.PROCESS, "sluice_sync_bulks_finished_total", "Bulk transfers that came whole."),
    SYNC_BULKS_FAILED(
            Scope.PROCESS,
            "sluice_sync_bulks_failed_total",
            "Bulk transfers that did not come, or broke."),
    SYNC_BULKS_ANSWERED(
            Scope.PROCESS,
            "sluice_sync_bulks_answered_total",
            "Bulk transfers that peers were sent."),
    SYNC_BULKS_TURNED_AWAY(
            Scope.PROCESS,
            "sluice_sync_bulks_turned_away_total",
            "Connections for bulk transfers closed at once: there were too many."),
    SYNC_BULKS_NOT_ACCEPTED(
            Scope.PROCESS,
            "sluice_sync_bulks_not_accepted_total",
            "Times that connections for bulk transfers had to wait for a free file descriptor."),
    SYNC_UNTOLD(
            Scope.PROCESS,
            "sluice_sync_untold_total",
            "Changes of own sessions that could not be told: a worker was faster than who tells."),
    SYNC_NOT_ENTERED(
            Scope.PROCESS,
            "sluice_sync_not_entered_total",
            "Sessions of peers that a worker had no place for."),
    SYNC_RANGES_REPAIRED(
            Scope.PROCESS,
            "sluice_sync_repaired_ranges_total",
            "Ranges of sessions that differed from a peer and were fetched."),
    SYNC_PEERS_LOST(
            Scope.PROCESS, "sluice_sync_peers_lost_total", "Times that a peer fell silent."),
    SYNC_SEEKS_ANSWERED(
            Scope.PROCESS,
            "sluice_sync_seeks_answered_total",
            "Sessions that peers asked for and were given."),
    SYNC_SEEKS_PASSED_OVER(
            Scope.PROCESS,
            "sluice_sync_seeks_passed_over_total",
            "Questions of peers for sessions that were more than are answered."),
    SYNC_SEEKS_UNANSWERED(
            Scope.PROCESS,
            "sluice_sync_seeks_unanswered_total",
            "Questions to peers for sessions that not all of them answered in time."),
    SYNC_SEEKS_LOOKED_UP(
            Scope.PROCESS,
            "sluice_sync_seeks_looked_up_total",
            "Questions of peers for sessions told to nobody, for which workers looked."),
    SYNC_SEEKS_LOOKED_UP_FOUND(
            Scope.PROCESS,
            "sluice_sync_seeks_looked_up_found_total",
            "Those of them that a worker had, most of them in the midst of their handshake."),
    OFFLOADED_SESSIONS(
            Scope.PROCESS,
            "sluice_offloaded_sessions",
            "Sessions of a director that the kernel forwards by itself.",
            true),
    OFFLOAD_PLACES(
            Scope.PROCESS,
            "sluice_offload_places",
            "Sessions of a director that the kernel may forward by itself, at most.",
            true),
    SESSIONS_OFFLOADED(
            Scope.PROCESS,
            "sluice_sessions_offloaded_total",
            "Sessions that the kernel began to forward by itself."),
    SESSIONS_REVOKED(
            Scope.PROCESS,
            "sluice_offloads_revoked_total",
            "Sessions that the kernel forwards by itself no more: they ended, changed or were cold."),
    OFFLOADS_WITHOUT_PLACE(
            Scope.PROCESS,
            "sluice_offloads_without_place_total",
            "Times that a session stayed with the worker since the cache was full."),
    OFFLOADED_PACKETS(
            Scope.PROCESS,
            "sluice_offloaded_packets_total",
            "Packets that the kernel forwarded by itself."),
    OFFLOADED_BYTES(
            Scope.PROCESS,
            "sluice_offloaded_bytes_total",
            "Bytes of IP packets that the kernel forwarded by itself, as they came."),
    SYNC_REFUSED(
            Scope.SYNC_REFUSAL,
            "sluice_sync_refused_total",
            "Datagrams, sessions and bulk transfers of peers that changed nothing, by the reason."),
    IPVS_MESSAGES_SENT(
            Scope.PROCESS,
            "sluice_ipvs_messages_sent_total",
            "Messages with sessions sent to LVS directors."),
    IPVS_MESSAGES_TAKEN(
            Scope.PROCESS,
            "sluice_ipvs_messages_taken_total",
            "Messages of LVS directors that were taken."),
    IPVS_NOT_SENT(
            Scope.PROCESS,
            "sluice_ipvs_not_sent_total",
            "Messages to LVS directors that could not be sent."),
    IPVS_SESSIONS_SENT(
            Scope.PROCESS,
            "sluice_ipvs_sessions_sent_total",
            "Changes of sessions that LVS directors were told of."),
    IPVS_SESSIONS_TAKEN(
            Scope.PROCESS,
            "sluice_ipvs_sessions_taken_total",
            "Changes of sessions that LVS directors told of and that were taken."),
    IPVS_TEMPLATES_SENT(
            Scope.PROCESS,
            "sluice_ipvs_templates_sent_total",
            "Bindings of clients to servers that LVS directors were told of."),
    IPVS_TEMPLATES_TAKEN(
            Scope.PROCESS,
            "sluice_ipvs_templates_taken_total",
            "Bindings of clients to servers that LVS directors told of and that were taken."),
    IPVS_LEFT_OUT_FULLNAT(
            Scope.PROCESS,
            "sluice_ipvs_left_out_fullnat_total",
            "Changes of sessions of fullnat, which LVS directors cannot be told of."),
    IPVS_LEFT_OUT_OTHERS(
            Scope.PROCESS,
            "sluice_ipvs_left_out_others_total",
            "Changes of sessions that are otherwise such as LVS directors cannot be told of."),
    IPVS_REFUSED(
            Scope.IPVS_REFUSAL,
            "sluice_ipvs_refused_total",
            "Messages and sessions of LVS directors that changed nothing, by the reason.");

    private final Scope scope;
    private final String metric;
    private final String help;
    private final boolean gauge;

    Counter(Scope scope, String metric, String help) {
        this(scope, metric, help, false);
    }

    Counter(Scope scope, String metric, String help, boolean gauge) {
        this.scope = scope;
        this.metric = metric;
        this.help = help;
        this.gauge = gauge;
    }

    public Scope scope() {
        return scope;
    }

    /** The metric's name in Prometheus text. */
    public String metric() {
        return metric;
    }

    public String help() {
        return help;
    }

    /** Whether it goes down as well as up. */
    public boolean gauge() {
        return gauge;
    }
}

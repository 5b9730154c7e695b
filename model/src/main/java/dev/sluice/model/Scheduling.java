package dev.sluice.model;

/**
 * How a server is chosen: weighted round robin, weighted least connections, round robin, consistent
 * hash by source address, by four-tuple, by QUIC connection id, the better of two at random, and
 * lowest expected latency.
 */
public enum Scheduling {
    WRR,
    WLC,
    RR,
    SCH,
    TCH,
    QCH,
    P2C,
    EWMA
}

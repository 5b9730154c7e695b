package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;

/**
 * What {@link Parse} found in the frames of a batch, by their places. Used again for every round;
 * only what a frame's kind has is set. Offsets count from the frame's first byte.
 */
final class Parsed {
    /** Has its outcome. */
    static final byte DONE = 0;

    /** A whole TCP segment or UDP datagram: everything is set. */
    static final byte FLOW = 1;

    /** A fragment of an IP packet, not yet known to be the first: no ports, no flags. */
    static final byte FRAGMENT = 2;

    /** An ICMP message of either version: no ports, no flags. */
    static final byte ICMP = 3;

    /** ARP: only {@link #ip} is set, to where it begins. */
    static final byte ARP = 4;

    /** A whole TCP segment or UDP datagram whose time to live is used up: everything is set. */
    static final byte EXPIRED = 5;

    private static final int PLACES = Batch.FRAMES_MAX + Batch.SPARES_MAX;

    final byte[] kind = new byte[PLACES];
    final boolean[] ipv4 = new boolean[PLACES];

    /** Where the IP header begins. */
    final int[] ip = new int[PLACES];

    /** Where the IP header with all its options or extensions ends. */
    final int[] payload = new int[PLACES];

    /** Where the IP packet ends; padding may follow. */
    final int[] end = new int[PLACES];

    final int[] protocol = new int[PLACES];
    final long[] sourceHigh = new long[PLACES];
    final long[] sourceLow = new long[PLACES];
    final long[] destinationHigh = new long[PLACES];
    final long[] destinationLow = new long[PLACES];
    final int[] sourcePort = new int[PLACES];
    final int[] destinationPort = new int[PLACES];

    /** Byte 13 of the TCP header; 0 for UDP. */
    final int[] tcpFlags = new int[PLACES];

    /** Whether it is only a part of a packet; the first one is a {@link #FLOW} all the same. */
    final boolean[] fragment = new boolean[PLACES];

    /** What the session table knows source, destination, ports and protocol by. */
    final long[] hash = new long[PLACES];

    /** What the session table will most likely find. */
    final int[] candidate = new int[PLACES];

    /** Payload of TCP or UDP, in bytes. */
    int dataBytes(int i, int headerBytes) {
        return end[i] - payload[i] - headerBytes;
    }
}

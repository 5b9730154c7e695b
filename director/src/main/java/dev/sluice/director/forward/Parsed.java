package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import java.util.Arrays;

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

    /** ARP: only {@link Frame#ip} is set, to where it begins. */
    static final byte ARP = 4;

    /** A whole TCP segment or UDP datagram whose time to live is used up: everything is set. */
    static final byte EXPIRED = 5;

    private static final int PLACES = Batch.FRAMES_MAX + Batch.SPARES_MAX;

    private final Frame[] frames = new Frame[PLACES];

    Parsed() {
        Arrays.setAll(frames, _ -> new Frame());
    }

    /** What was found in the frame at a place. */
    Frame of(int i) {
        return frames[i];
    }

    /**
     * One frame's; an object and not a row of arrays, so that one check of its place serves all.
     */
    static final class Frame {
        byte kind;
        boolean ipv4;

        /** Where the IP header begins. */
        int ip;

        /** Where the IP header with all its options or extensions ends. */
        int payload;

        /** Where the IP packet ends; padding may follow. */
        int end;

        int protocol;
        long sourceHigh;
        long sourceLow;
        long destinationHigh;
        long destinationLow;
        int sourcePort;
        int destinationPort;

        /** Byte 13 of the TCP header; 0 for UDP. */
        int tcpFlags;

        /**
         * Whether it is only a part of a packet; the first one is a {@link Parsed#FLOW} all the
         * same.
         */
        boolean fragment;

        /** What the session table knows source, destination, ports and protocol by. */
        long hash;

        /** What the session table will most likely find. */
        int candidate;

        /** The IP packet, in bytes. */
        int ipBytes() {
            return end - ip;
        }

        /** Payload of TCP or UDP, in bytes. */
        int dataBytes(int headerBytes) {
            return end - payload - headerBytes;
        }
    }
}

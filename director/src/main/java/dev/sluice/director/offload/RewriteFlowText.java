package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.AT;
import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;

/**
 * Makes a frame what the other side expects. Checksums are changed by what changed, which the entry
 * says (RFC 1624): a broken one stays broken, so that the end that it is for notices.
 */
final class RewriteFlowText {
    private static final int CHECKSUM_BEHIND_TTL = 2;

    private RewriteFlowText() {}

    static void write(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        Label translate = p.label("translate");
        Label done = p.label("done");
        if (text.isTc()) {
            UnfinishedFlowText.write(text, shape);
        }
        macs(text);
        age(text, FlowShape.IP, shape.ipv4());
        p.load(INT, R1, ENTRY, FlowEntry.FLAGS);
        p.jumpIf(R1, HAS_ANY, FlowEntry.TRANSLATES, translate).jump(done);
        p.place(translate);
        if (shape.ipv4()) {
            text.copy(INT, FlowEntry.GOES_FROM + 12, shape.sourceAt());
            text.copy(INT, FlowEntry.GOES_TO + 12, shape.destinationAt());
        } else {
            copyIpv6(text, shape.sourceAt());
        }
        text.copy(INT, FlowEntry.GOES_PORTS, shape.payload());
        if (!text.isTc()) {
            payloadChecksum(text, shape);
        }
        p.place(done);
    }

    static void macs(FlowText text) {
        text.copy(LONG, FlowEntry.GOES_MACS, 0);
        text.copy(INT, FlowEntry.GOES_MACS + 8, 8);
    }

    /** Both addresses, which lie side by side here and there. */
    static void copyIpv6(FlowText text, int to) {
        for (int i = 0; i < 32; i += Long.BYTES) {
            text.copy(LONG, FlowEntry.GOES_FROM + i, to + i);
        }
    }

    /** One less in the time to live; IPv4's checksum with it, and with the addresses. */
    static void age(FlowText text, int ip, boolean ipv4) {
        ProgramText p = text.p;
        int ttl = FlowShape.ttlAt(ip, ipv4);
        p.load(BYTE, R1, AT, ttl).add(R1, -1).store(BYTE, AT, ttl, R1);
        if (ipv4) {
            int checksum = ttl + CHECKSUM_BEHIND_TTL;
            p.load(SHORT, R1, AT, checksum);
            change(text, FlowEntry.HEADER_CHANGE);
            p.store(SHORT, AT, checksum, R1);
        }
    }

    /** A checksum of UDP that is absent stays so, and one that is there is never 0. */
    private static void payloadChecksum(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        Label absent = p.label("no checksum");
        Label there = p.label("a checksum");
        p.load(SHORT, R1, AT, shape.checksumAt());
        if (!shape.tcp()) {
            p.jumpIf(R1, EQUALS, 0, absent);
        }
        change(text, FlowEntry.PAYLOAD_CHANGE);
        if (!shape.tcp()) {
            p.jumpIf(R1, DIFFERS, 0, there).set(R1, 0xffff).place(there);
        }
        p.store(SHORT, AT, shape.checksumAt(), R1).place(absent);
    }

    /** {@code R1}, a checksum, after it changed by what the entry says. */
    private static void change(FlowText text, int by) {
        text.p.xor(R1, 0xffff).load(SHORT, R2, ENTRY, by).add(R1, R2);
        text.foldOnce();
        text.p.xor(R1, 0xffff);
    }
}

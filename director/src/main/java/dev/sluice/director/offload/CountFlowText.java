package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.director.offload.FlowText.LENGTH;
import static dev.sluice.director.offload.FlowText.OUT;
import static dev.sluice.director.offload.FlowText.SEGMENTS;
import static dev.sluice.director.offload.FlowText.TCP_FLAGS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;

import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.XdpAction;

/**
 * Counts a packet in its flow's entry, and sends it. Processors share an entry, and none of their
 * counts is lost; a flow's packets mostly come to the same one. The number of packets is the last
 * of all that is written: who reads of a new one finds what it had, and when it came.
 */
final class CountFlowText {
    private CountFlowText() {}

    static void write(FlowText text) {
        ProgramText p = text.p;
        Label seen = p.label("flags seen");
        p.place(text.count);
        p.load(INT, R1, STACK, LENGTH).addAtomically(LONG, ENTRY, FlowEntry.BYTES_SEEN, R1);
        p.load(INT, R1, STACK, TCP_FLAGS).load(INT, R2, ENTRY, FlowEntry.TCP_FLAGS);
        p.set(R3, R2).or(R3, R1).jumpIf(R3, EQUALS, R2, seen);
        p.orAtomically(INT, ENTRY, FlowEntry.TCP_FLAGS, R1).place(seen);
        p.call(KernelFunction.COARSE_CLOCK).store(LONG, ENTRY, FlowEntry.LAST_SEEN, R0);
        if (text.isTc()) {
            p.load(INT, R1, STACK, SEGMENTS);
        } else {
            p.set(R1, 1);
        }
        p.addAtomically(LONG, ENTRY, FlowEntry.PACKETS, R1);
        if (text.isTc()) {
            p.load(INT, R1, STACK, OUT).set(R2, 0).call(KernelFunction.REDIRECT);
        } else {
            p.set(R0, XdpAction.REDIRECT.number());
        }
        p.exit();
    }
}

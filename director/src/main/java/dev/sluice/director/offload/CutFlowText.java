package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.AT;
import static dev.sluice.director.offload.FlowText.CONTEXT;
import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.director.offload.FlowText.LENGTH;
import static dev.sluice.director.offload.FlowText.OUT;
import static dev.sluice.director.offload.FlowText.OUT_KEY;
import static dev.sluice.director.offload.FlowText.SEGMENTS;
import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R5;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.packet.UdpHeader;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.SkbFields;

/**
 * In traffic control: whether each packet that a frame is cut into is short enough, how many they
 * are and of how many bytes, each with headers of its own; and the interface that the frame leaves
 * by.
 */
final class CutFlowText {
    private CutFlowText() {}

    static void write(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        Label whole = p.label("not to be cut");
        Label fits = p.label("fits");
        p.load(INT, R4, STACK, LENGTH).load(SHORT, R2, ENTRY, FlowEntry.ROOM);
        p.load(INT, R1, CONTEXT, SkbFields.SEGMENT_BYTES).jumpIf(R1, EQUALS, 0, whole);
        headers(text, shape);
        p.set(R5, R1).add(R1, R3).jumpIf(R1, ABOVE, R2, text.given);
        p.set(R1, R4).subtract(R1, R3).add(R1, R5).add(R1, -1).divide(R1, R5);
        p.store(INT, STACK, SEGMENTS, R1);
        p.add(R1, -1).multiply(R1, R3).add(R4, R1).store(INT, STACK, LENGTH, R4).jump(fits);
        p.place(whole).store(INT, STACK, SEGMENTS, 1).jumpIf(R4, ABOVE, R2, text.given);
        p.place(fits);
        p.load(SHORT, R1, ENTRY, FlowEntry.OUT).store(INT, STACK, OUT_KEY, R1);
        p.lookUp(text.cache.interfaces(), OUT_KEY).jumpIf(R0, EQUALS, 0, text.given);
        p.load(INT, R1, R0, 0).jumpIf(R1, EQUALS, 0, text.given).store(INT, STACK, OUT, R1);
    }

    /** {@code R3 =} the bytes of headers before the payload. */
    private static void headers(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        if (shape.tcp()) {
            p.load(BYTE, R3, AT, shape.payload() + 12).shiftRight(R3, 4).shiftLeft(R3, 2);
            p.add(R3, shape.headerBytes());
        } else {
            p.set(R3, shape.headerBytes() + UdpHeader.LENGTH);
        }
    }
}

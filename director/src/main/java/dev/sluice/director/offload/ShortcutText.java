package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.AT;
import static dev.sluice.director.offload.FlowText.ENDED;
import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.director.offload.FlowText.KEY;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;

import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;

/**
 * Finds the entry of a frame's flow over IPv4 by {@link Shortcuts}. What they say is a guess, but
 * an entry that is live stays as it is for as long as the program runs: if it is of a flow with the
 * frame's protocol, addresses and ports, it is the frame's.
 */
final class ShortcutText {
    private static final int KIND = FlowEntry.LIVE | FlowEntry.OF_IPV4 | FlowEntry.OF_UDP;

    // Places on the stack, where the map's key is to be.
    private static final int MIXED = KEY;
    private static final int ROW = KEY + 8;

    private ShortcutText() {}

    /**
     * Goes to a place with the entry, or on without.
     *
     * @param found where R9 is the entry, and its number lies where a {@link FlowEnd} has it
     */
    static void write(FlowText text, FlowShape shape, Label found) {
        ProgramText p = text.p;
        Label same = p.label("shortcut of the same number");
        Label none = p.label("no shortcut");
        mix(p, shape);
        p.store(LONG, STACK, MIXED, R1).and(R1, text.cache.shortcutMask());
        p.store(INT, STACK, ROW, R1);
        p.lookUp(text.cache.shortcuts(), ROW).jumpIf(R0, EQUALS, 0, none);
        p.load(LONG, R3, STACK, MIXED).shiftRight(R3, 32);
        for (int i = 0; i < Shortcuts.PER_ROW; i++) {
            p.load(LONG, R2, R0, i * Long.BYTES).set(R1, R2).shiftRight(R1, 32);
            p.jumpIf(R1, EQUALS, R3, same);
        }
        p.jump(none).place(same).store(INT, STACK, ENDED, R2);
        p.lookUp(text.cache.entries(), ENDED).jumpIf(R0, EQUALS, 0, none);
        int kind = FlowEntry.LIVE | FlowEntry.OF_IPV4 | (shape.tcp() ? 0 : FlowEntry.OF_UDP);
        p.load(INT, R1, R0, FlowEntry.FLAGS).and(R1, KIND).jumpIf(R1, DIFFERS, kind, none);
        p.load(INT, R1, R0, FlowEntry.CAME_FROM_LOW + 4).load(INT, R2, AT, shape.sourceAt());
        p.jumpIf(R1, DIFFERS, R2, none);
        p.load(INT, R1, R0, FlowEntry.CAME_TO_LOW + 4).load(INT, R2, AT, shape.destinationAt());
        p.jumpIf(R1, DIFFERS, R2, none);
        p.load(INT, R1, R0, FlowEntry.CAME_PORTS).load(INT, R2, AT, shape.payload());
        p.jumpIf(R1, DIFFERS, R2, none).set(ENTRY, R0);
        if (shape.tcp()) {
            p.load(INT, R1, ENTRY, FlowEntry.INCARNATION);
            p.store(INT, STACK, ENDED + FlowEnd.INCARNATION, R1);
        }
        p.jump(found).place(none);
    }

    /** {@code R1 =} {@link Shortcuts}' number of the frame's flow. */
    private static void mix(ProgramText p, FlowShape shape) {
        p.load(INT, R1, AT, shape.destinationAt()).shiftLeft(R1, 32);
        p.load(INT, R2, AT, shape.sourceAt()).or(R1, R2);
        p.setLong(R4, Shortcuts.FACTOR).multiply(R1, R4);
        p.set(R2, R1).shiftRight(R2, 32).xor(R1, R2);
        p.load(INT, R2, AT, shape.payload()).add(R1, R2).add(R1, shape.protocol());
        p.multiply(R1, R4);
        p.set(R2, R1).shiftRight(R2, 32).xor(R1, R2);
    }
}

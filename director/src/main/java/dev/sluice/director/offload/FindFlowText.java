package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.AT;
import static dev.sluice.director.offload.FlowText.ENDED;
import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.director.offload.FlowText.KEY;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;

import dev.sluice.linux.bpf.AddressKeys;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;

/**
 * Finds the entry of a frame's flow: by a shortcut ({@link ShortcutText}), or else by the map. What
 * the map says may be of another flow by the time that it is read, since an element that is removed
 * is used again at once; so the entry must be of the session that the map said, and of a flow with
 * the frame's addresses and ports.
 */
final class FindFlowText {
    private FindFlowText() {}

    static void write(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        Label live = p.label("live");
        Label found = p.label("found");
        if (shape.ipv4()) {
            ShortcutText.write(text, shape, found);
        }
        key(p, shape);
        p.lookUp(text.cache.flows(), KEY);
        p.jumpIf(R0, EQUALS, 0, text.notFlow);
        p.load(LONG, R1, R0, 0).store(LONG, STACK, ENDED, R1);
        p.lookUp(text.cache.entries(), ENDED);
        p.jumpIf(R0, EQUALS, 0, text.notFlow).set(ENTRY, R0);
        p.load(INT, R1, ENTRY, FlowEntry.FLAGS);
        p.jumpIf(R1, HAS_ANY, FlowEntry.LIVE, live).jump(text.given);
        p.place(live);
        p.load(INT, R1, ENTRY, FlowEntry.INCARNATION);
        p.load(INT, R2, STACK, ENDED + FlowEnd.INCARNATION).jumpIf(R1, DIFFERS, R2, text.given);
        if (shape.ipv4()) {
            text.mustEqual(INT, FlowEntry.CAME_FROM_LOW + 4, shape.sourceAt());
            text.mustEqual(INT, FlowEntry.CAME_TO_LOW + 4, shape.destinationAt());
        } else {
            text.mustEqual(LONG, FlowEntry.CAME_FROM_LOW, shape.sourceAt() + 8);
            text.mustEqual(LONG, FlowEntry.CAME_TO_LOW, shape.destinationAt() + 8);
        }
        text.mustEqual(INT, FlowEntry.CAME_PORTS, shape.payload());
        p.place(found);
    }

    /** A {@link FlowKey}; of its last four bytes only the first is not zero. */
    private static void key(ProgramText p, FlowShape shape) {
        if (shape.ipv4()) {
            AddressKeys.ipv4(p, AT, shape.sourceAt(), KEY + FlowKey.SOURCE);
            AddressKeys.ipv4(p, AT, shape.destinationAt(), KEY + FlowKey.DESTINATION);
        } else {
            AddressKeys.ipv6(p, AT, shape.sourceAt(), KEY + FlowKey.SOURCE);
            AddressKeys.ipv6(p, AT, shape.destinationAt(), KEY + FlowKey.DESTINATION);
        }
        p.load(INT, R1, AT, shape.payload()).store(INT, STACK, KEY + FlowKey.PORTS, R1);
        p.store(INT, STACK, KEY + FlowKey.PROTOCOL, shape.protocol());
    }
}

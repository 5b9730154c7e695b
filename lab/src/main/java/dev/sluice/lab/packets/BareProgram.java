package dev.sluice.lab.packets;

import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R7;
import static dev.sluice.linux.bpf.Register.R8;
import static dev.sluice.linux.bpf.Register.R9;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Width;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;

/**
 * The least that forwards datagrams over IPv4 to where a map says: finds a flow, puts in its new
 * addresses, ports and MACs, takes one from the time to live, corrects both checksums, sends. It
 * checks no checksum or length, counts nothing, and knows nothing else.
 *
 * <pre>
 * key    source address 4 | destination address 4 | ports 2 × 2
 * value  source address 4 | destination address 4 | ports 2 × 2
 *        | change of IP's checksum 2 | of UDP's 2 | MACs 2 × 6
 * </pre>
 */
final class BareProgram {
    static final int KEY_BYTES = 12;
    static final int VALUE_BYTES = 28;

    private static final int HEADER_CHANGE = 12;
    private static final int PAYLOAD_CHANGE = 14;
    private static final int MACS = 16;

    private static final int IP = 14;
    private static final int TTL = IP + 8;
    private static final int IP_CHECKSUM = IP + 10;
    private static final int SOURCE = IP + 12;
    private static final int UDP = IP + 20;
    private static final int UDP_CHECKSUM = UDP + 6;
    private static final int END = UDP + 8;

    private BareProgram() {}

    /**
     * Writes it.
     *
     * @param out holds the interface to send by, at 0
     */
    static ProgramText text(BpfMap flows, BpfMap out) {
        var p = new ProgramText();
        Label pass = p.label("pass");
        p.load(INT, R7, R1, XdpFields.DATA).load(INT, R8, R1, XdpFields.DATA_END);
        p.set(R2, R7).add(R2, END).jumpIf(R8, BELOW, R2, pass);
        p.load(SHORT, R1, R7, 12).turnAround(SHORT, R1).jumpIf(R1, DIFFERS, 0x0800, pass);
        p.load(BYTE, R1, R7, IP).jumpIf(R1, DIFFERS, 0x45, pass);
        p.load(BYTE, R1, R7, IP + 9).jumpIf(R1, DIFFERS, 17, pass);
        for (int at = 0; at < KEY_BYTES; at += Integer.BYTES) {
            p.load(INT, R1, R7, SOURCE + at).store(INT, STACK, at - KEY_BYTES, R1);
        }
        p.lookUp(flows, -KEY_BYTES).jumpIf(R0, EQUALS, 0, pass).set(R9, R0);
        for (int at = 0; at < KEY_BYTES; at += Integer.BYTES) {
            copy(p, INT, at, SOURCE + at);
        }
        copy(p, LONG, MACS, 0);
        copy(p, INT, MACS + 8, 8);
        p.load(BYTE, R1, R7, TTL).add(R1, -1).store(BYTE, R7, TTL, R1);
        correct(p, IP_CHECKSUM, HEADER_CHANGE);
        correct(p, UDP_CHECKSUM, PAYLOAD_CHANGE);
        p.setMap(R1, out).set(R2, 0).set(R3, 0).call(KernelFunction.REDIRECT_MAP).exit();
        return p.place(pass).set(R0, XdpAction.PASS.number()).exit();
    }

    private static void copy(ProgramText p, Width width, int from, int to) {
        p.load(width, R1, R9, from).store(width, R7, to, R1);
    }

    private static void correct(ProgramText p, int checksum, int change) {
        p.load(SHORT, R1, R7, checksum).xor(R1, 0xFFFF).load(SHORT, R2, R9, change).add(R1, R2);
        p.set(R2, R1).shiftRight(R2, 16).and(R1, 0xFFFF).add(R1, R2).xor(R1, 0xFFFF);
        p.store(SHORT, R7, checksum, R1);
    }
}

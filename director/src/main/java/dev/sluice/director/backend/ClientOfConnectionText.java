package dev.sluice.director.backend;

import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R5;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.R8;
import static dev.sluice.linux.bpf.Register.R9;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;

import dev.sluice.linux.bpf.AddressKeys;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.SocketEventFields;

/**
 * The program that learns a connection's client from the option that a director put into its first
 * segments, and keeps it with the socket.
 *
 * <pre>
 * a socket listens           → it keeps the SYNs of its connections from now on
 * a connection is accepted   → from a director? the option in its SYN? keep the client
 *                              no SYN kept (as with SYN cookies), or no room in it: look on
 * a segment with options     → the option in it? keep the client, look no more
 * </pre>
 */
final class ClientOfConnectionText {
    private static final Register CONTEXT = R6;

    /** How long the TCP header is. */
    static final Register LENGTH = R8;

    /** Whether the connection was accepted now, and the header is its SYN's. */
    private static final Register IS_NEW = R9;

    // Places on the stack.
    static final int HEADER = -64;
    static final int CLIENT = -88;
    private static final int REMOTE = -104;
    private static final int PREFIX = -108;
    private static final int SCRATCH = -112;

    static final int TCP_HEADER_MIN = 20;
    static final int TCP_HEADER_MAX = 60;
    private static final int DATA_OFFSET_AT = 12;

    private static final int AF_INET = 2;
    private static final int SOL_TCP = 6;
    private static final int TCP_SAVE_SYN = 27;

    /** BPF_SK_STORAGE_GET_F_CREATE. */
    private static final int CREATE = 1;

    private final ProgramText p = new ProgramText();
    private final Label out = p.label("out");
    private final Label lost = p.label("lost");
    private final Label look = p.label("look for the option");
    private final BackendMaps maps;

    private ClientOfConnectionText(BackendMaps maps) {
        this.maps = maps;
    }

    static ProgramText of(BackendMaps maps) {
        var text = new ClientOfConnectionText(maps);
        text.dispatch();
        return text.p;
    }

    private void dispatch() {
        Label listens = p.label("listens");
        Label accepted = p.label("accepted");
        Label found = p.label("found");
        Label none = p.label("none");
        p.set(CONTEXT, R1).load(INT, R1, CONTEXT, SocketEventFields.EVENT);
        p.jumpIf(R1, EQUALS, SocketEventFields.LISTENS, listens);
        p.jumpIf(R1, EQUALS, SocketEventFields.ACCEPTED, accepted);
        p.jumpIf(R1, DIFFERS, SocketEventFields.GOT_UNKNOWN_OPTIONS, out);
        copyHeader();
        p.set(IS_NEW, 0).jump(look);
        p.place(listens);
        keepSyns();
        p.jump(out);
        p.place(accepted);
        readSyn();
        p.place(look);
        ClientOptionText.find(p, found, none);
        p.place(none).jumpIf(IS_NEW, EQUALS, 0, out);
        p.place(lost);
        lookOn();
        p.jump(out).place(found);
        keepClient();
        p.place(out).set(R0, 1).exit();
    }

    private void keepSyns() {
        p.store(INT, STACK, SCRATCH, 1);
        p.set(R1, CONTEXT).set(R2, SOL_TCP).set(R3, TCP_SAVE_SYN).set(R4, STACK).add(R4, SCRATCH);
        p.set(R5, Integer.BYTES).call(KernelFunction.SET_SOCKET_OPTION);
    }

    private void readSyn() {
        believedOnly();
        clearHeader();
        p.set(R1, CONTEXT).set(R2, SOL_TCP).set(R3, SocketEventFields.SYN_OPTION);
        p.set(R4, STACK).add(R4, HEADER).set(R5, TCP_HEADER_MAX);
        p.call(KernelFunction.GET_SOCKET_OPTION);
        p.set(LENGTH, R0).jumpIf(LENGTH, ABOVE, TCP_HEADER_MAX, lost);
        p.set(IS_NEW, 1).jumpIf(LENGTH, BELOW, TCP_HEADER_MIN, lost);
    }

    /** Anybody can write an option: only directors are believed. */
    private void believedOnly() {
        Label ipv4 = p.label("IPv4");
        Label known = p.label("known");
        p.load(INT, R1, CONTEXT, SocketEventFields.FAMILY).jumpIf(R1, EQUALS, AF_INET, ipv4);
        AddressKeys.ipv6(p, CONTEXT, SocketEventFields.REMOTE_IPV6, REMOTE);
        p.jump(known).place(ipv4);
        AddressKeys.ipv4(p, CONTEXT, SocketEventFields.REMOTE_IPV4, REMOTE);
        p.place(known).store(INT, STACK, PREFIX, AddressKeys.BITS);
        p.lookUp(maps.directors, PREFIX).jumpIf(R0, EQUALS, 0, out);
    }

    private void clearHeader() {
        for (int at = HEADER; at < 0; at += Long.BYTES) {
            p.store(LONG, STACK, at, 0);
        }
    }

    /** Of a segment that has just come, the header that is in memory. */
    private void copyHeader() {
        Label copied = p.label("copied");
        clearHeader();
        p.load(LONG, R2, CONTEXT, SocketEventFields.HEADER);
        p.load(LONG, R3, CONTEXT, SocketEventFields.HEADER_END);
        for (int at = 0; at < TCP_HEADER_MAX; at += Integer.BYTES) {
            p.set(R1, R2).add(R1, at + Integer.BYTES).jumpIf(R1, ABOVE, R3, copied);
            p.load(INT, R4, R2, at).store(INT, STACK, HEADER + at, R4);
        }
        p.place(copied).load(BYTE, LENGTH, STACK, HEADER + DATA_OFFSET_AT);
        p.shiftRight(LENGTH, 4).shiftLeft(LENGTH, 2).jumpIf(LENGTH, BELOW, TCP_HEADER_MIN, out);
    }

    private void lookOn() {
        p.load(INT, R2, CONTEXT, SocketEventFields.FLAGS);
        p.set(R3, SocketEventFields.WANTS_UNKNOWN_OPTIONS).or(R2, R3);
        setFlags();
    }

    private void keepClient() {
        p.load(LONG, R2, CONTEXT, SocketEventFields.SOCKET).jumpIf(R2, EQUALS, 0, out);
        p.setMap(R1, maps.clients).set(R3, STACK).add(R3, CLIENT).set(R4, CREATE);
        p.call(KernelFunction.SOCKET_STORAGE).jumpIf(R0, EQUALS, 0, out);
        p.set(R9, Handled.NAMED.ordinal()).count(maps.handled, R9, SCRATCH);
        p.load(INT, R2, CONTEXT, SocketEventFields.FLAGS);
        p.and(R2, ~SocketEventFields.WANTS_UNKNOWN_OPTIONS);
        setFlags();
    }

    /** To what is in R2. */
    private void setFlags() {
        p.set(R1, CONTEXT).call(KernelFunction.SET_EVENT_FLAGS);
    }
}

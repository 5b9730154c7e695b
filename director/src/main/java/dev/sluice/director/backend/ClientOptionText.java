package dev.sluice.director.backend;

import static dev.sluice.director.backend.ClientOfConnectionText.CLIENT;
import static dev.sluice.director.backend.ClientOfConnectionText.HEADER;
import static dev.sluice.director.backend.ClientOfConnectionText.LENGTH;
import static dev.sluice.director.backend.ClientOfConnectionText.TCP_HEADER_MAX;
import static dev.sluice.director.backend.ClientOfConnectionText.TCP_HEADER_MIN;
import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.AT_LEAST;
import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R7;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.packet.TcpOptions;
import dev.sluice.linux.bpf.AddressKeys;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;

/**
 * The part of the program that walks through the options of a TCP header on the stack, to the one
 * with a client's address and port: see {@link TcpOptions}. Of several the first counts, which is
 * the director's.
 */
final class ClientOptionText {
    /** Where in the header the walk is. */
    private static final Register AT = R7;

    /** As many steps as there are bytes for options. */
    private static final int STEPS_MAX = TCP_HEADER_MAX - TCP_HEADER_MIN;

    private static final int PORT_AT = 2;
    private static final int ADDRESS_AT = 4;
    private static final int MAPPED = 0xffff_0000;

    private ClientOptionText() {}

    /** Leaves the client as its map's value on the stack and goes to {@code found}, or to none. */
    static void find(ProgramText p, Label found, Label none) {
        Label ipv4 = p.label("IPv4 client");
        Label ipv6 = p.label("IPv6 client");
        p.set(AT, TCP_HEADER_MIN);
        for (int i = 0; i < STEPS_MAX; i++) {
            step(p, ipv4, ipv6, none);
        }
        p.jump(none);
        p.place(ipv4);
        keepIpv4(p, none);
        p.jump(found).place(ipv6);
        keepIpv6(p, none);
        p.jump(found);
    }

    /** The verifier wants to see that nothing behind the header's room is read. */
    private static void step(ProgramText p, Label ipv4, Label ipv6, Label none) {
        Label one = p.label("one byte");
        Label next = p.label("next");
        p.jumpIf(AT, AT_LEAST, LENGTH, none).jumpIf(AT, ABOVE, TCP_HEADER_MAX - 2, none);
        p.set(R1, STACK).add(R1, AT).load(BYTE, R2, R1, HEADER);
        p.jumpIf(R2, EQUALS, TcpOptions.END, none).jumpIf(R2, EQUALS, TcpOptions.NOTHING, one);
        p.load(BYTE, R3, R1, HEADER + 1).jumpIf(R3, BELOW, 2, none);
        p.jumpIf(R2, EQUALS, TcpOptions.CLIENT_IPV4, ipv4);
        p.jumpIf(R2, EQUALS, TcpOptions.CLIENT_IPV6, ipv6);
        p.add(AT, R3).jump(next);
        p.place(one).add(AT, 1).place(next);
    }

    private static void keepIpv4(ProgramText p, Label none) {
        require(p, TcpOptions.CLIENT_IPV4_LENGTH, none);
        p.store(LONG, STACK, CLIENT, 0).store(INT, STACK, CLIENT + 8, MAPPED);
        copy(p, ADDRESS_AT, CLIENT + 12, 4);
    }

    private static void keepIpv6(ProgramText p, Label none) {
        require(p, TcpOptions.CLIENT_IPV6_LENGTH, none);
        copy(p, ADDRESS_AT, CLIENT, AddressKeys.BYTES);
    }

    /** The option has this length and ends within the header. */
    private static void require(ProgramText p, int length, Label none) {
        p.jumpIf(R3, DIFFERS, length, none);
        p.set(R1, AT).add(R1, length).jumpIf(R1, ABOVE, LENGTH, none);
        p.jumpIf(AT, ABOVE, TCP_HEADER_MAX - length, none);
        p.set(R1, STACK).add(R1, AT);
        copy(p, PORT_AT, CLIENT + BackendMaps.CLIENT_PORT_AT, 2);
        p.store(SHORT, STACK, CLIENT + BackendMaps.CLIENT_PORT_AT + 2, 0);
    }

    /** Byte by byte, as an option may lie anywhere. */
    private static void copy(ProgramText p, int from, int to, int bytes) {
        for (int i = 0; i < bytes; i++) {
            p.load(BYTE, R4, R1, HEADER + from + i).store(BYTE, STACK, to + i, R4);
        }
    }
}

package dev.sluice.director.backend;

import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.packet.Tunnel;
import dev.sluice.linux.bpf.AddressKeys;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;

/**
 * The program at a backend's interface that takes the headers off which {@link Tunnel} put on: IP
 * in IP of all four combinations, and GUE. Only packets from a director to an address of this host
 * are changed; all others, and outer packets that are fragments or have options, go to the kernel
 * as they are.
 */
final class UnwrapText {
    private static final Register CONTEXT = Register.R6;

    /** The Ethernet header. */
    private static final Register AT = Register.R7;

    private static final Register END = Register.R8;

    /** Bytes of outer headers; at last what was {@link Handled}. */
    private static final Register OUTER = Register.R9;

    // Places on the stack.
    private static final int DESTINATION = -16;
    private static final int SOURCE = -32;
    private static final int PREFIX = -36;
    private static final int ETHERNET_HEADER = -56;
    private static final int COUNT = -60;

    private static final int ETHERNET = 14;
    private static final int TYPE_AT = 12;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int IPV4 = 20;
    private static final int IPV4_NO_OPTIONS = 0x45;
    private static final int IPV4_FRAGMENT_AT = 6;
    private static final int IPV4_FRAGMENT_BITS = 0x3fff;
    private static final int IPV4_PROTOCOL_AT = 9;
    private static final int IPV4_SOURCE_AT = 12;
    private static final int IPV6 = 40;
    private static final int IPV6_NEXT_AT = 6;
    private static final int IPV6_SOURCE_AT = 8;
    private static final int UDP = 8;
    private static final int UDP_PORT_AT = 2;

    private static final int IN_IPV4 = 4;
    private static final int IN_UDP = 17;
    private static final int IN_IPV6 = 41;

    private final ProgramText p = new ProgramText();
    private final Label pass = p.label("pass");
    private final Label unwrap = p.label("unwrap");
    private final BackendMaps maps;

    private UnwrapText(BackendMaps maps) {
        this.maps = maps;
    }

    static ProgramText of(BackendMaps maps) {
        var text = new UnwrapText(maps);
        text.begin();
        text.end();
        return text.p;
    }

    private void begin() {
        Label ipv6 = p.label("IPv6");
        p.set(CONTEXT, R1);
        loadFrame();
        require(ETHERNET + IPV4);
        p.load(SHORT, R1, AT, TYPE_AT).turnAround(SHORT, R1);
        p.jumpIf(R1, EQUALS, TYPE_IPV6, ipv6).jumpIf(R1, DIFFERS, TYPE_IPV4, pass);
        p.load(BYTE, R1, AT, ETHERNET).jumpIf(R1, DIFFERS, IPV4_NO_OPTIONS, pass);
        p.load(SHORT, R1, AT, ETHERNET + IPV4_FRAGMENT_AT).turnAround(SHORT, R1);
        p.jumpIf(R1, HAS_ANY, IPV4_FRAGMENT_BITS, pass);
        p.load(BYTE, R2, AT, ETHERNET + IPV4_PROTOCOL_AT);
        measure(IPV4);
        AddressKeys.ipv4(p, AT, ETHERNET + IPV4_SOURCE_AT, SOURCE);
        AddressKeys.ipv4(p, AT, ETHERNET + IPV4_SOURCE_AT + 4, DESTINATION);
        p.jump(unwrap).place(ipv6);
        require(ETHERNET + IPV6);
        p.load(BYTE, R2, AT, ETHERNET + IPV6_NEXT_AT);
        measure(IPV6);
        AddressKeys.ipv6(p, AT, ETHERNET + IPV6_SOURCE_AT, SOURCE);
        AddressKeys.ipv6(p, AT, ETHERNET + IPV6_SOURCE_AT + 16, DESTINATION);
        p.jump(unwrap);
    }

    /** How long the outer headers are, by the protocol in R2; none goes to the kernel. */
    private void measure(int ip) {
        Label measured = p.label("measured");
        p.set(OUTER, ip);
        p.jumpIf(R2, EQUALS, IN_IPV4, measured).jumpIf(R2, EQUALS, IN_IPV6, measured);
        p.jumpIf(R2, DIFFERS, IN_UDP, pass);
        require(ETHERNET + ip + UDP);
        p.load(SHORT, R1, AT, ETHERNET + ip + UDP_PORT_AT).turnAround(SHORT, R1);
        p.jumpIf(R1, DIFFERS, Tunnel.GUE_PORT, pass).set(OUTER, ip + UDP);
        p.place(measured);
    }

    private void end() {
        Label foreign = p.label("foreign");
        Label drop = p.label("drop");
        p.place(unwrap);
        keepEthernet();
        p.store(INT, STACK, PREFIX, AddressKeys.BITS).lookUp(maps.directors, PREFIX);
        p.jumpIf(R0, EQUALS, 0, foreign).lookUp(maps.outers, DESTINATION);
        p.jumpIf(R0, EQUALS, 0, foreign);
        p.set(R1, CONTEXT).set(R2, OUTER).call(KernelFunction.XDP_MOVE_HEAD);
        p.jumpIf(R0, DIFFERS, 0, drop);
        loadFrame();
        p.set(R1, AT).add(R1, ETHERNET).jumpIf(R1, ABOVE, END, drop);
        p.load(LONG, R1, STACK, ETHERNET_HEADER).store(LONG, AT, 0, R1);
        p.load(INT, R1, STACK, ETHERNET_HEADER + 8).store(INT, AT, 8, R1);
        p.load(SHORT, R1, STACK, ETHERNET_HEADER + TYPE_AT).store(SHORT, AT, TYPE_AT, R1);
        p.set(OUTER, Handled.UNWRAPPED.ordinal()).count(maps.handled, OUTER, COUNT).jump(pass);
        p.place(foreign).set(OUTER, Handled.FOREIGN.ordinal()).count(maps.handled, OUTER, COUNT);
        p.place(pass).set(R0, XdpAction.PASS.number()).exit();
        p.place(drop).set(R0, XdpAction.DROP.number()).exit();
    }

    /** The header that the inner packet gets: the same, with the type that its version tells. */
    private void keepEthernet() {
        Label ipv4 = p.label("inner IPv4");
        Label typed = p.label("typed");
        p.set(R2, AT).add(R2, OUTER).set(R3, R2).add(R3, ETHERNET + 1).jumpIf(R3, ABOVE, END, pass);
        p.load(LONG, R1, AT, 0).store(LONG, STACK, ETHERNET_HEADER, R1);
        p.load(INT, R1, AT, 8).store(INT, STACK, ETHERNET_HEADER + 8, R1);
        p.load(BYTE, R1, R2, ETHERNET).shiftRight(R1, 4).jumpIf(R1, EQUALS, 4, ipv4);
        p.jumpIf(R1, DIFFERS, 6, pass).set(R1, TYPE_IPV6).jump(typed);
        p.place(ipv4).set(R1, TYPE_IPV4).place(typed).turnAround(SHORT, R1);
        p.store(SHORT, STACK, ETHERNET_HEADER + TYPE_AT, R1);
    }

    private void loadFrame() {
        p.load(INT, AT, CONTEXT, XdpFields.DATA).load(INT, END, CONTEXT, XdpFields.DATA_END);
    }

    private void require(int bytes) {
        p.set(R1, AT).add(R1, bytes).jumpIf(R1, ABOVE, END, pass);
    }
}

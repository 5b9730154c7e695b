package dev.sluice.director.filter;

import static dev.sluice.director.filter.FilterText.AT;
import static dev.sluice.director.filter.FilterText.DESTINATION;
import static dev.sluice.director.filter.FilterText.END;
import static dev.sluice.director.filter.FilterText.ETHERNET;
import static dev.sluice.director.filter.FilterText.SOURCE;
import static dev.sluice.director.filter.FilterText.WHAT;
import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.AT_MOST;
import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;

/**
 * The part of the program that reads IPv6 headers and those behind them (RFC 8200), ICMPv6 (RFC
 * 4443) and neighbour solicitations (RFC 4861). The verifier wants an end to every loop, so the
 * headers before the payload are read by one block for each.
 */
final class Ipv6Text {
    /** Most headers between the first and the payload. */
    static final int EXTENSIONS_MAX = 6;

    private static final int HEADER = 40;
    private static final int NEXT_AT = 6;
    private static final int SOURCE_AT = 8;
    private static final int DESTINATION_AT = 24;

    private static final int HOP_BY_HOP = 0;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int ICMP = 58;
    private static final int OPTIONS = 60;

    private static final int FRAGMENT_HEADER = 8;

    /** Offset, and more fragments, in the fragment header's second two bytes. */
    private static final int FRAGMENT_BITS = 0xfff9;

    private static final int ICMP_HEADER = 8;
    private static final int ERRORS_TO = 4;
    private static final int DISCOVERY_FROM = 133;
    private static final int SOLICITATION = 135;
    private static final int DISCOVERY_TO = 137;
    private static final int SOLICITATION_LENGTH = 24;

    private Ipv6Text() {}

    static void write(FilterText text) {
        ProgramText p = text.p;
        Label payload = p.label("payload");
        Label fragment = p.label("fragment");
        Label icmp = p.label("icmp");
        text.require(ETHERNET + HEADER);
        p.load(BYTE, R1, AT, ETHERNET).shiftRight(R1, 4);
        p.jumpIf(R1, DIFFERS, 6, text.tooShort);
        text.keepIpv6(ETHERNET + SOURCE_AT, SOURCE);
        text.keepIpv6(ETHERNET + DESTINATION_AT, DESTINATION);
        p.load(BYTE, WHAT, AT, ETHERNET + NEXT_AT).add(AT, ETHERNET + HEADER);
        for (int i = 0; i < EXTENSIONS_MAX; i++) {
            extension(text, payload, fragment);
        }
        p.place(payload);
        p.jumpIf(WHAT, EQUALS, TCP, text.byEndpoint).jumpIf(WHAT, EQUALS, UDP, text.byEndpoint);
        p.jumpIf(WHAT, EQUALS, ICMP, icmp).jump(text.byLocalAddress);
        p.place(fragment).set(WHAT, Seen.FRAGMENT.ordinal()).jump(text.byAddress);
        p.place(icmp);
        icmp(text);
    }

    /** Steps over a header, if it is one before the payload; out of two shapes there are. */
    private static void extension(FilterText text, Label payload, Label fragment) {
        ProgramText p = text.p;
        Label counted = p.label("with a length");
        Label next = p.label("next");
        p.jumpIf(WHAT, EQUALS, HOP_BY_HOP, counted).jumpIf(WHAT, EQUALS, ROUTING, counted);
        p.jumpIf(WHAT, EQUALS, OPTIONS, counted).jumpIf(WHAT, DIFFERS, FRAGMENT, payload);
        text.require(FRAGMENT_HEADER);
        p.load(SHORT, R1, AT, 2).turnAround(SHORT, R1);
        p.jumpIf(R1, HAS_ANY, FRAGMENT_BITS, fragment);
        p.load(BYTE, WHAT, AT, 0).add(AT, FRAGMENT_HEADER).jump(next);
        p.place(counted);
        text.require(2);
        p.load(BYTE, WHAT, AT, 0).load(BYTE, R2, AT, 1);
        p.add(R2, 1).shiftLeft(R2, 3).add(AT, R2);
        p.place(next);
    }

    /** What an error is about came from us, so whom it was for stands for who sends this. */
    private static void icmp(FilterText text) {
        ProgramText p = text.p;
        Label solicitation = p.label("solicitation");
        Label error = p.label("error");
        text.require(ICMP_HEADER);
        p.load(BYTE, R1, AT, 0).set(WHAT, Seen.ICMP.ordinal());
        p.jumpIf(R1, EQUALS, SOLICITATION, solicitation).jumpIf(R1, AT_MOST, ERRORS_TO, error);
        p.jumpIf(R1, BELOW, DISCOVERY_FROM, text.byAddress);
        p.jumpIf(R1, AT_MOST, DISCOVERY_TO, text.nothing).jump(text.byAddress);
        p.place(error).set(R1, AT).add(R1, ICMP_HEADER + HEADER);
        p.jumpIf(R1, ABOVE, END, text.byAddress);
        text.keepIpv6(ICMP_HEADER + DESTINATION_AT, SOURCE);
        p.jump(text.byAddress);
        p.place(solicitation);
        solicitation(text);
    }

    /** Frames to groups of machines: nothing but solicitations is looked for. */
    static void writeForGroups(FilterText text) {
        ProgramText p = text.p;
        text.require(ETHERNET + HEADER + 1);
        p.load(BYTE, R1, AT, ETHERNET + NEXT_AT).jumpIf(R1, DIFFERS, ICMP, text.nothing);
        p.load(BYTE, R1, AT, ETHERNET + HEADER).jumpIf(R1, DIFFERS, SOLICITATION, text.nothing);
        p.add(AT, ETHERNET + HEADER);
        solicitation(text);
    }

    private static void solicitation(FilterText text) {
        text.require(SOLICITATION_LENGTH);
        text.keepIpv6(ICMP_HEADER, DESTINATION);
        text.p.set(WHAT, Seen.NEIGHBOUR.ordinal()).jump(text.byOwner);
    }
}

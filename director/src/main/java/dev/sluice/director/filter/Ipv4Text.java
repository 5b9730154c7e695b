package dev.sluice.director.filter;

import static dev.sluice.director.filter.FilterText.AT;
import static dev.sluice.director.filter.FilterText.DESTINATION;
import static dev.sluice.director.filter.FilterText.END;
import static dev.sluice.director.filter.FilterText.ETHERNET;
import static dev.sluice.director.filter.FilterText.SOURCE;
import static dev.sluice.director.filter.FilterText.WHAT;
import static dev.sluice.linux.bpf.Condition.ABOVE;
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

/** The part of the program that reads IPv4 and ICMP headers (RFC 791, RFC 792). */
final class Ipv4Text {
    private static final int HEADER = 20;
    private static final int FRAGMENT_AT = 6;
    private static final int PROTOCOL_AT = 9;
    private static final int SOURCE_AT = 12;
    private static final int DESTINATION_AT = 16;

    /** Offset, and more fragments. */
    private static final int FRAGMENT_BITS = 0x3fff;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP_HEADER = 8;

    /** Unreachable, quench, redirect, exceeded, parameter problem. */
    private static final int[] ERRORS = {3, 4, 5, 11, 12};

    private Ipv4Text() {}

    static void write(FilterText text) {
        ProgramText p = text.p;
        Label icmp = p.label("icmp");
        Label fragment = p.label("fragment");
        text.require(ETHERNET + HEADER);
        p.load(BYTE, R2, AT, ETHERNET).set(R1, R2).shiftRight(R1, 4);
        p.jumpIf(R1, DIFFERS, 4, text.tooShort);
        p.and(R2, 0x0f).shiftLeft(R2, 2).jumpIf(R2, BELOW, HEADER, text.tooShort);
        text.keepIpv4(ETHERNET + SOURCE_AT, SOURCE);
        text.keepIpv4(ETHERNET + DESTINATION_AT, DESTINATION);
        p.load(SHORT, R1, AT, ETHERNET + FRAGMENT_AT).turnAround(SHORT, R1);
        p.jumpIf(R1, HAS_ANY, FRAGMENT_BITS, fragment);
        p.load(BYTE, WHAT, AT, ETHERNET + PROTOCOL_AT);
        p.add(AT, ETHERNET).add(AT, R2);
        p.jumpIf(WHAT, EQUALS, TCP, text.byEndpoint).jumpIf(WHAT, EQUALS, UDP, text.byEndpoint);
        p.jumpIf(WHAT, EQUALS, ICMP, icmp).jump(text.byLocalAddress);
        p.place(fragment).set(WHAT, Seen.FRAGMENT.ordinal()).jump(text.byAddress);
        p.place(icmp);
        icmp(text);
    }

    /** What an error is about came from us, so whom it was for stands for who sends this. */
    private static void icmp(FilterText text) {
        ProgramText p = text.p;
        text.require(ICMP_HEADER);
        p.set(WHAT, Seen.ICMP.ordinal()).load(BYTE, R1, AT, 0);
        Label error = p.label("error");
        for (int type : ERRORS) {
            p.jumpIf(R1, EQUALS, type, error);
        }
        p.jump(text.byAddress).place(error);
        p.set(R1, AT).add(R1, ICMP_HEADER + HEADER).jumpIf(R1, ABOVE, END, text.byAddress);
        text.keepIpv4(ICMP_HEADER + DESTINATION_AT, SOURCE);
        p.jump(text.byAddress);
    }
}

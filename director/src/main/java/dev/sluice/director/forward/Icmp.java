package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.IcmpHeader;
import java.lang.foreign.MemorySegment;

/** What becomes of ICMP messages of both versions, by their type. */
final class Icmp {
    private final Workbench bench;
    private final AnswerEcho echo;
    private final AnswerNeighbour neighbour;
    private final RelayError errors;

    Icmp(Workbench bench, Answer answer, SendOut out) {
        this.bench = bench;
        this.echo = new AnswerEcho(bench, answer);
        this.neighbour = new AnswerNeighbour(bench, answer);
        this.errors = new RelayError(bench, out);
    }

    void handle(int i) {
        Parsed parsed = bench.parsed;
        if (parsed.of(i).end - parsed.of(i).payload < IcmpHeader.LENGTH) {
            bench.batch.drop(i, Drop.TRUNCATED);
            return;
        }
        MemorySegment memory = bench.batch.memory();
        int type = IcmpHeader.type(memory, bench.batch.frame(i) + parsed.of(i).payload);
        if (parsed.of(i).ipv4) {
            ofIpv4(i, type);
        } else {
            ofIpv6(i, type);
        }
    }

    private void ofIpv4(int i, int type) {
        if (type == IcmpHeader.ECHO_REQUEST) {
            echo.handle(i);
        } else if (IcmpHeader.isError(type)) {
            errors.handle(i);
        } else {
            bench.batch.drop(i, Drop.ICMP_UNRELATED);
        }
    }

    private void ofIpv6(int i, int type) {
        switch (type) {
            case IcmpHeader.V6_ECHO_REQUEST -> echo.handle(i);
            case IcmpHeader.V6_NEIGHBOUR_SOLICITATION -> neighbour.handle(i);
            default -> {
                if (IcmpHeader.isErrorV6(type)) {
                    errors.handle(i);
                } else {
                    bench.batch.drop(i, Drop.ICMP_UNRELATED);
                }
            }
        }
    }
}

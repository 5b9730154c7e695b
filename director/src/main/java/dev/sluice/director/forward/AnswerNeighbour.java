package dev.sluice.director.forward;

import dev.sluice.director.packet.AddressAnswer;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.IcmpHeader;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.NeighbourMessage;
import java.lang.foreign.MemorySegment;

/**
 * Answers neighbour solicitations for the addresses that the director owns, and no others; those to
 * the address itself too, by which a router makes sure that it still knows the way.
 */
final class AnswerNeighbour {
    private final Workbench bench;
    private final Answer answer;

    AnswerNeighbour(Workbench bench, Answer answer) {
        this.bench = bench;
        this.answer = answer;
    }

    void handle(int i) {
        Batch batch = bench.batch;
        Drop refused = check(i);
        if (refused != Drop.NONE) {
            batch.drop(i, refused);
            return;
        }
        long frame = batch.frame(i);
        MemorySegment memory = batch.memory();
        long icmp = frame + bench.parsed.of(i).payload;
        long mac =
                answer.macOf(
                        i,
                        NeighbourMessage.targetHigh(memory, icmp),
                        NeighbourMessage.targetLow(memory, icmp));
        int length = AddressAnswer.neighbour(memory, frame, mac);
        batch.resize(i, frame, length);
        answer.out(i);
    }

    /** What RFC 4861 §7.1.1 asks for, and that it is about an address of ours. */
    private Drop check(int i) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        MemorySegment memory = batch.memory();
        long ip = batch.frame(i) + parsed.of(i).ip;
        long icmp = batch.frame(i) + parsed.of(i).payload;
        int length = parsed.of(i).end - parsed.of(i).payload;
        if (length < NeighbourMessage.LENGTH) {
            return Drop.TRUNCATED;
        }
        if (Ipv6Header.hopLimit(memory, ip) != NeighbourMessage.HOP_LIMIT
                || IcmpHeader.code(memory, icmp) != 0
                || parsed.of(i).ip != EthernetHeader.LENGTH
                || parsed.of(i).payload != EthernetHeader.LENGTH + Ipv6Header.LENGTH
                || !checksumHolds(memory, ip, icmp, length)) {
            return Drop.MALFORMED;
        }
        if (bench.table.owns(parsed.of(i).sourceHigh, parsed.of(i).sourceLow)) {
            return Drop.SPOOFED;
        }
        boolean ours =
                bench.table.owns(
                        NeighbourMessage.targetHigh(memory, icmp),
                        NeighbourMessage.targetLow(memory, icmp));
        return ours ? Drop.NONE : Drop.NOT_OURS;
    }

    private static boolean checksumHolds(MemorySegment memory, long ip, long icmp, int length) {
        int pseudo = Ipv6Header.pseudoSum(memory, ip, Ipv6Header.NEXT_ICMPV6, length);
        return Checksum.holds(Checksum.add(Checksum.sum(memory, icmp, length), pseudo));
    }
}

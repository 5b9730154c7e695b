package dev.sluice.director.forward;

import dev.sluice.director.packet.AddressAnswer;
import dev.sluice.director.packet.ArpPacket;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import java.lang.foreign.MemorySegment;

/** Answers ARP requests for the addresses that the director owns, and no others. */
final class AnswerArp {
    private final Workbench bench;
    private final Answer answer;

    AnswerArp(Workbench bench, Answer answer) {
        this.bench = bench;
        this.answer = answer;
    }

    void handle(int i) {
        Batch batch = bench.batch;
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        int begin = bench.parsed.of(i).ip;
        long arp = frame + begin;
        if (batch.length(i) < begin + ArpPacket.LENGTH) {
            batch.drop(i, Drop.TRUNCATED);
        } else if (!ArpPacket.isIpv4(memory, arp) || begin != EthernetHeader.LENGTH) {
            batch.drop(i, Drop.MALFORMED);
        } else if (owns(ArpPacket.sender(memory, arp))) {
            batch.drop(i, Drop.SPOOFED);
        } else if (ArpPacket.operation(memory, arp) != ArpPacket.REQUEST
                || !owns(ArpPacket.target(memory, arp))) {
            batch.drop(i, Drop.NOT_OURS);
        } else {
            long low = Ipv4Header.low(ArpPacket.target(memory, arp));
            batch.resize(i, frame, AddressAnswer.arp(memory, frame, answer.macOf(i, 0, low)));
            answer.out(i);
        }
    }

    private boolean owns(int address) {
        return bench.table.owns(0, Ipv4Header.low(address));
    }
}

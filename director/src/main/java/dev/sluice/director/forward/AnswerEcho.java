package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EchoReply;
import java.lang.foreign.MemorySegment;

/** Answers echo requests to the addresses that the director owns. */
final class AnswerEcho {
    private final Workbench bench;
    private final Answer answer;

    AnswerEcho(Workbench bench, Answer answer) {
        this.bench = bench;
        this.answer = answer;
    }

    void handle(int i) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        if (!bench.table.owns(parsed.of(i).destinationHigh, parsed.of(i).destinationLow)) {
            batch.drop(i, Drop.NOT_OURS);
            return;
        }
        if (bench.table.owns(parsed.of(i).sourceHigh, parsed.of(i).sourceLow)) {
            batch.drop(i, Drop.SPOOFED);
            return;
        }
        MemorySegment memory = batch.memory();
        long ip = batch.frame(i) + parsed.of(i).ip;
        if (parsed.of(i).ipv4) {
            EchoReply.answer(memory, ip);
        } else {
            EchoReply.answerV6(memory, ip, batch.frame(i) + parsed.of(i).payload);
        }
        answer.back(i);
    }
}

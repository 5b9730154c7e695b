package dev.sluice.app.bench;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Scratch;
import dev.sluice.lab.sync.SharingDirector;
import dev.sluice.lab.sync.SyncBed;
import java.util.Arrays;
import java.util.List;

/** A {@link SyncDirector} in a bed. */
record SyncDirectorProcess(AskedProcess process) implements SharingDirector {
    static SyncDirectorProcess start(SyncBed bed, int number, boolean forwards, int sessionsMax)
            throws LabFailure {
        Scratch scratch = Scratch.inMemory();
        scratch.writeSecret("secret", "what directors of a benchmark seal their messages with\n");
        return new SyncDirectorProcess(
                AskedProcess.start(
                        SyncDirector.class,
                        scratch,
                        List.of(
                                Integer.toString(number),
                                String.join(",", bed.addresses()),
                                Boolean.toString(forwards),
                                Integer.toString(sessionsMax)),
                        command -> bed.at(number, command)));
    }

    private long[] numbers(String line) throws LabFailure {
        return Arrays.stream(process.ask(line).split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public Sample sample() throws LabFailure {
        long[] said = numbers("sample");
        return new Sample(said[0], said[1], said[2], said[3], said[4], said[5]);
    }

    @Override
    public Memory memory() throws LabFailure {
        long[] said = numbers("memory");
        return new Memory(said[0], said[1]);
    }

    @Override
    public void share() throws LabFailure {
        process.ask("share");
    }

    @Override
    public Joined join(long sessions) throws LabFailure {
        long[] said = numbers("join " + sessions);
        return new Joined(said[0], said[1], said[2]);
    }

    @Override
    public void begin(int sessions, int perSecond) throws LabFailure {
        process.ask("begin %d %d".formatted(sessions, perSecond));
    }

    @Override
    public void live(int sessions, int perSecond) throws LabFailure {
        process.ask("live %d %d".formatted(sessions, perSecond));
    }

    @Override
    public void churn(int perSecond) throws LabFailure {
        process.ask("churn " + perSecond);
    }

    @Override
    public void rest() throws LabFailure {
        process.ask("rest");
    }

    @Override
    public void pass(int ms) throws LabFailure {
        process.ask("pass " + ms);
    }

    @Override
    public Times rounds() throws LabFailure {
        return times("rounds");
    }

    @Override
    public Times entering() throws LabFailure {
        return times("entering");
    }

    private Times times(String what) throws LabFailure {
        long[] said = numbers(what);
        return new Times(said[0], said[1], said[2], said[3], said[4], said[5], said[6]);
    }

    @Override
    public String digest() throws LabFailure {
        return process.ask("digest");
    }

    @Override
    public void close() {
        process.close();
    }
}

package dev.sluice.app.bench;

import dev.sluice.lab.process.Command;
import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import java.nio.file.Path;
import java.util.List;

/**
 * A BPF file system of the benchmark's own, so that what a director pins there stays when its
 * process ends: a process in another namespace would mount one that ends with it.
 */
record PinFolder(Path folder) implements AutoCloseable {
    private static final int SECONDS = 10;

    static PinFolder mount(Path folder) throws LabFailure {
        Command done = run("mount", "-t", "bpf", "bpf", folder.toString());
        if (done.status() != 0) {
            throw new LabFailure("cannot mount a BPF file system: " + done.output().strip());
        }
        return new PinFolder(folder);
    }

    private static Command run(String... command) throws LabFailure {
        return Command.tryRun(Core.ANY, Path.of("/"), SECONDS, List.of(command));
    }

    @Override
    public void close() {
        try {
            run("umount", folder.toString());
        } catch (LabFailure e) {
            // It goes with the machine; nothing is forwarded by it without its interfaces.
        }
    }
}

package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.director.DirectorOptions;
import dev.sluice.director.backend.BackendAttachment;
import dev.sluice.director.backend.NotAttachable;
import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where what a backend's kernel was given is held. */
final class BackendPins {
    /** Something that the kernel may refuse. */
    interface Work {
        void on(BackendAttachment attachment) throws NotAttachable;
    }

    @Option(
            names = "--pins",
            paramLabel = "DIR",
            description =
                    "BPF file system that holds the programs; mounted if it is not. Default: ${DEFAULT-VALUE}",
            defaultValue = "/sys/fs/bpf")
    Path root = DirectorOptions.BPF_ROOT;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Tells several of them apart, such as of several network namespaces. Default: ${DEFAULT-VALUE}",
            defaultValue = "host")
    String name = "host";

    /** Does something to it; what cannot be is a sentence. */
    void use(Work work) {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new CommandFailed("--name takes letters, digits, '_' and '-', not " + name);
        }
        try {
            work.on(BackendAttachment.open(root, name));
        } catch (NotAttachable e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        } catch (KernelException e) {
            throw new CommandFailed(e.getMessage() + remedy(e), e);
        } catch (UncheckedIOException e) {
            boolean denied = e.getCause() instanceof AccessDeniedException;
            throw new CommandFailed(e.getMessage() + (denied ? "; run it as root" : ""), e);
        }
    }

    private static String remedy(KernelException e) {
        return switch (e.errno()) {
            case Errno.EPERM, Errno.EACCES -> "; run it as root";
            case Errno.EOPNOTSUPP -> "; the driver cannot: try --generic";
            case Errno.EBUSY -> "; another XDP program is at the interface: `ip link` shows it";
            default -> "";
        };
    }
}

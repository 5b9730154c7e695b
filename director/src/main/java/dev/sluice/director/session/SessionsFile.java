package dev.sluice.director.session;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file with sessions that outlive the process. One process has it, until it is closed. */
public final class SessionsFile {
    private SessionsFile() {}

    /**
     * Opens one, which is made if there is none.
     *
     * @throws IOException also when another process has it, or this one already
     */
    public static FileChannel open(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            lock(file, path);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(FileChannel file, Path path) throws IOException {
        try {
            if (file.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // This process has it.
        }
        throw new IOException("the sessions in " + path + " are in use: stop who uses them");
    }
}

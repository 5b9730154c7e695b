package dev.sluice.linux.space;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread that is in a network namespace and does jobs there, one after the other. */
final class SpaceThread implements AutoCloseable {
    static final int CLONE_NEWNET = 0x4000_0000;

    private final ExecutorService executor;
    private final CompletableFuture<Boolean> entered;

    /**
     * @param fd the namespace's descriptor
     */
    SpaceThread(String name, int fd) {
        executor =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("space-" + name).daemon().factory());
        entered = CompletableFuture.supplyAsync(() -> enter(name, fd), executor);
    }

    /** Puts the calling thread, of the system's own, into a namespace. */
    static boolean enter(String name, int fd) {
        KernelException.check(
                Syscalls.setns(fd, CLONE_NEWNET), "cannot enter the network namespace " + name);
        return true;
    }

    <T> CompletableFuture<T> submit(Callable<T> job) {
        return entered.thenApplyAsync(_ -> result(job), executor);
    }

    private static <T> T result(Callable<T> job) {
        try {
            return job.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}

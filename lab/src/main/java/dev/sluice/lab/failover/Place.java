package dev.sluice.lab.failover;

/** Where threads, and the sockets that they open, belong: a network namespace, or this one. */
public interface Place {
    /** Where this process is. */
    Place HERE = (name, body) -> Thread.ofPlatform().name(name).daemon().unstarted(body);

    /** A thread there, not started yet. */
    Thread newThread(String name, Runnable body);
}

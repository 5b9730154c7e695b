package dev.sluice.director.inspect;

import java.util.function.Consumer;

/** Takes a running director out of service, and back into it. Any thread; takes its time. */
public interface Duty {
    /**
     * Has others get the packets and go on with the sessions; the director goes on meanwhile, and
     * after, with whatever still comes.
     *
     * @param say hears of each step
     * @return whether all was handed over in time
     */
    boolean drain(long timeoutMs, Consumer<String> say);

    /** Takes part again. */
    void serve(Consumer<String> say);
}

package dev.sluice.proxy.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Contexts by what they were made of, each as long as somebody uses it. Not safe for several
 * threads: its owner takes the lock.
 */
final class SharedContexts<K> {
    /** Makes a context that is not there yet. */
    interface Maker<K> {
        NativeTls make(K key) throws UnusableCertificateException;
    }

    private final Maker<K> maker;
    private final Map<K, Use> uses = new HashMap<>();
    private final List<NativeTls> retired = new ArrayList<>();

    SharedContexts(Maker<K> maker) {
        this.maker = maker;
    }

    /** The context of a key, made where it is not there; to be given back by {@link #release}. */
    NativeTls acquire(K key) throws UnusableCertificateException {
        Use use = uses.get(key);
        if (use == null) {
            use = new Use(maker.make(key));
            uses.put(key, use);
        }
        use.users++;
        return use.context;
    }

    void release(K key) {
        Use use = uses.get(key);
        if (use == null) {
            throw new AssertionError("a context was given back more often than it was taken");
        }
        if (--use.users == 0) {
            uses.remove(key);
            use.context.retire();
            retired.add(use.context);
        }
        sweep();
    }

    /** Erases the keys of contexts whose last connection has ended. */
    void sweep() {
        retired.removeIf(NativeTls::eraseIfUnused);
    }

    void forEach(BiConsumer<K, NativeTls> action) {
        uses.forEach((key, use) -> action.accept(key, use.context));
    }

    /** Contexts in use by a configuration. */
    int live() {
        return uses.size();
    }

    /** Contexts that only open connections still use. */
    int lingering() {
        return retired.size();
    }

    private static final class Use {
        final NativeTls context;
        int users;

        Use(NativeTls context) {
            this.context = context;
        }
    }
}

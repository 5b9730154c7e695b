package dev.sluice.proxy.upstream;

import dev.sluice.balance.StickyCookie;
import dev.sluice.model.StickySession;
import java.nio.charset.StandardCharsets;

/**
 * Cookie stickiness of a target: which cookie, and which values stand for which servers. Immutable.
 */
public final class Stickiness {
    private final StickySession session;
    private final StickyCookie cookie;
    private final byte[] name;

    Stickiness(StickySession session, ServerPool pool) {
        this.session = session;
        this.cookie = StickyCookie.of(pool.config().id(), pool.config().servers());
        this.name = String.valueOf(session.cookie()).getBytes(StandardCharsets.US_ASCII);
    }

    public StickySession session() {
        return session;
    }

    public StickyCookie cookie() {
        return cookie;
    }

    /** The cookie's name; not to be changed. */
    public byte[] name() {
        return name;
    }
}

package dev.sluice.director.forward;

import dev.sluice.director.session.Session;

/** Flags of a session that only the forwarder reads. */
final class Flags {
    /** The server is told the client's address in the segment that begins at deltaBegin. */
    static final int TELL_CLIENT = Session.FORWARDERS_OWN;

    private Flags() {}
}

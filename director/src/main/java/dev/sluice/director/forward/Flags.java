package dev.sluice.director.forward;

import dev.sluice.director.session.Session;

/** Flags of a session that only the forwarder reads. */
final class Flags {
    /** The server is told the client's address in the segment that begins at deltaBegin. */
    static final int TELL_CLIENT = Session.FORWARDERS_OWN;

    /** The server has not acknowledged the PROXY header that comes before deltaBegin. */
    static final int TELL_PROXY = Session.FORWARDERS_OWN << 1;

    /** The PROXY header was sent, as far as is known, at toldMs. */
    static final int PROXY_TOLD = Session.FORWARDERS_OWN << 2;

    /** The client's handshake is done, the server's is not; deltaOut is the client's cookie. */
    static final int AWAITS_SERVER = Session.FORWARDERS_OWN << 3;

    /** It counts as half open with its listener. */
    static final int GUARDED = Session.FORWARDERS_OWN << 4;

    /** Somebody wants it ended: both its ends are reset when its next packet comes. */
    static final int KILLED = Session.FORWARDERS_OWN << 5;

    private Flags() {}
}

package dev.sluice.proxy.http;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.StickyCookie;
import dev.sluice.model.StickyType;
import dev.sluice.proxy.http.wire.HeaderLines;
import dev.sluice.proxy.http.wire.KnownHeader;
import dev.sluice.proxy.http.wire.RequestEdits;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.ResponseEdits;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.upstream.Attempt;
import dev.sluice.proxy.upstream.Stickiness;
import java.nio.charset.StandardCharsets;

/**
 * Finds the cookie that ties a client to a server, and changes cookies on their way. Used again;
 * owned by its flow.
 */
final class StickySearch {
    private static final byte[] NOTHING = new byte[0];

    private boolean searched;
    private int valueStart;
    private int valueEnd;
    private boolean marked;
    private int named;

    void clear() {
        searched = false;
        marked = false;
        named = Scheduler.NONE;
    }

    /**
     * The server that the request's cookie names, if it may be chosen, or {@link Scheduler#NONE}.
     */
    int server(Stickiness by, RequestHead head, Attempt attempt) {
        if (!searched) {
            searched = true;
            search(by, head);
        }
        return named != Scheduler.NONE && attempt.eligible(named) ? named : Scheduler.NONE;
    }

    private void search(Stickiness by, RequestHead head) {
        if (!find(by.name(), head.headers())) {
            return;
        }
        byte[] bytes = head.bytes();
        int length = valueEnd - valueStart;
        if (by.session().type() == StickyType.INSERT) {
            named = by.cookie().server(bytes, valueStart, length);
        } else {
            marked = StickyCookie.marked(bytes, valueStart, length);
            named = by.cookie().markedServer(bytes, valueStart, length);
        }
    }

    /**
     * Looks for the cookie in all Cookie lines (RFC 6265 §4.2.1: {@code name=value; name=value}).
     */
    private boolean find(byte[] name, HeaderLines lines) {
        for (int line = lines.find(KnownHeader.COOKIE); line >= 0; line = lines.next(line)) {
            if (find(name, lines.bytes(), lines.valueStart(line), lines.valueEnd(line))) {
                return true;
            }
        }
        return false;
    }

    private boolean find(byte[] name, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != ';') {
                end++;
            }
            if (begins(name, bytes, at, end)) {
                valueStart = at + name.length + 1;
                valueEnd = end;
                return true;
            }
            at = end + 1;
            while (at < to && bytes[at] == ' ') {
                at++;
            }
        }
        return false;
    }

    private static boolean begins(byte[] name, byte[] bytes, int from, int to) {
        if (to - from <= name.length || bytes[from + name.length] != '=') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Takes our mark off a rewritten cookie: the server gets its own value. */
    void editRequest(RequestEdits edits) {
        if (marked) {
            edits.replaceValue(valueStart, valueStart + StickyCookie.MARK_LENGTH, NOTHING);
        }
    }

    /** Sets our cookie where the client does not have it, or marks the server's own. */
    void editAnswer(Stickiness by, ResponseHead answer, int server, ResponseEdits edits) {
        if (by.session().type() == StickyType.REWRITE) {
            mark(by, answer, server, edits);
        } else if (server != named && (answer.status() < 400 || answer.status() > 499)) {
            edits.addLines(setCookie(by, server));
        }
    }

    private void mark(Stickiness by, ResponseHead answer, int server, ResponseEdits edits) {
        HeaderLines lines = answer.headers();
        for (int line = lines.find(KnownHeader.SET_COOKIE); line >= 0; line = lines.next(line)) {
            if (begins(by.name(), lines.bytes(), lines.valueStart(line), lines.valueEnd(line))) {
                int start = lines.valueStart(line) + by.name().length + 1;
                edits.replaceValue(
                        start,
                        start,
                        by.cookie().mark(server, "").getBytes(StandardCharsets.US_ASCII));
                return;
            }
        }
    }

    private static byte[] setCookie(Stickiness by, int server) {
        long maxAgeS = by.session().cookieTimeout().toSeconds();
        String line =
                "Set-Cookie: "
                        + by.session().cookie()
                        + "="
                        + by.cookie().token(server)
                        + "; Path=/; HttpOnly"
                        + (maxAgeS > 0 ? "; Max-Age=" + maxAgeS : "")
                        + "\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}

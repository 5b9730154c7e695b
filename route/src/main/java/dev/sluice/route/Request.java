package dev.sluice.route;

import java.util.Locale;

/** Reduces what people write to what a rule table is asked. */
final class Request {
    private Request() {}

    /** In lower case and without a port. */
    static String host(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon >= 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
        return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    /** Without the query. */
    static String path(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}

package dev.sluice.control.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of the API.
 *
 * @param template a path whose segments in braces are parameters
 * @param operationId its name in the OpenAPI document
 * @param summary one sentence for that document
 * @param query the names of the query parameters it understands
 */
record Route(
        String method,
        String template,
        String operationId,
        String summary,
        Access access,
        List<String> query,
        Endpoint endpoint) {

    /** Who may call it. */
    enum Access {
        /** Whoever bears the token. */
        TOKEN,
        /** Whoever bears the token, and anybody on this machine. */
        LOOPBACK,
        /** Anybody. */
        OPEN
    }

    /** Serves one operation. Called on a virtual thread; may block. */
    @FunctionalInterface
    interface Endpoint {
        ApiResponse handle(ApiRequest request, Map<String, String> parameters)
                throws ApiFault, InterruptedException;
    }

    /** The parameters, decoded, if the path is of this template. */
    Optional<Map<String, String>> match(String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                if (given[i].isEmpty()) {
                    return Optional.empty();
                }
                String name = wanted[i].substring(1, wanted[i].length() - 1);
                parameters.put(name, decoded(given[i]));
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    /** A segment that is not well encoded stands for itself, and so for nothing there is. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }
}

package dev.sluice.control.rest;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request of the admin API, or of a node.
 *
 * @param path as sent, percent-encoded, without the query
 * @param query decoded; of a repeated name the last value
 * @param headers by name in lower case; of a repeated name the first value
 * @param client who asks
 * @param body read when asked for
 */
record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        Client client,
        RequestBody body) {

    /**
     * Who asks.
     *
     * @param address a literal; empty where it is unknown
     * @param loopback whether that is this machine
     * @param certificates what the client has shown, its own first; checked by nobody yet
     */
    record Client(String address, boolean loopback, List<X509Certificate> certificates) {
        Client {
            certificates = List.copyOf(certificates);
        }
    }

    /** The body, read at most once. */
    @FunctionalInterface
    interface RequestBody {
        /** The whole body as text; UTF-8. */
        String text() throws ApiFault;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean flag(String name) throws ApiFault {
        String value = query.getOrDefault(name, "false");
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw ApiFault.badParameter(name, "true or false");
        };
    }

    long number(String name, long otherwise, long min, long max) throws ApiFault {
        String value = query.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw ApiFault.badParameter(name, "a whole number from " + min + " to " + max);
    }

    /** The media type of the body, in lower case and without parameters. */
    String mediaType() {
        String type = headers.getOrDefault("content-type", "");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}

package dev.sluice.app.client;

import dev.sluice.model.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where resources are in the admin API. */
public final class Paths {
    private Paths() {}

    /** All of a kind. */
    public static String of(Kind kind) {
        return "/v1/" + kind.plural();
    }

    /** One, by name or id. */
    public static String of(Kind kind, String nameOrId) {
        return of(kind) + "/" + encode(nameOrId);
    }

    /** Text as part of a path or a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ties a client to a server by a cookie. */
public record StickySession(
        @Field(doc = "Whether the cookie is ours or the server's.", initial = "insert")
                StickyType type,
        @Field(
                        doc = "The cookie's name; SERVERID for insert, required for rewrite.",
                        pattern = "[!#%&'*+.^_`|~0-9A-Za-z-][!#$%&'*+.^_`|~0-9A-Za-z-]{0,199}",
                        expected =
                                "1 to 200 characters allowed in a cookie name, not beginning with $")
                @Nullable String cookie,
        @Field(
                        doc = "How long our cookie lives; off means until the browser closes.",
                        initial = "off",
                        min = "1s",
                        max = "24h",
                        off = true)
                Duration cookieTimeout) {

    public StickySession {
        if (cookie == null && type == StickyType.INSERT) {
            cookie = "SERVERID";
        }
    }
}

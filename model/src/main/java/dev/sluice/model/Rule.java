package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of an HTTP or HTTPS listener that match a domain and a path to a server group
 * of their own.
 */
public record Rule(
        @Field(
                        doc =
                                "Name, unique in the account; by default made of the listener, domain and path.",
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(
                        doc = "Listener it belongs to; implied in a file.",
                        required = true,
                        immutable = true,
                        refersTo = "listener")
                String listener,
        @Field(
                        doc =
                                "Exact domain, or `*.` and a domain for all below it; absent means any.",
                        pattern = Names.DOMAIN_PATTERN,
                        expected = "a domain such as api.example.com or *.example.com")
                @Nullable String domain,
        @Field(
                        doc = "What the path begins with; the longest wins; absent means any.",
                        pattern = "/[!-~]{0,1023}",
                        expected = "a path that begins with / and has no blanks")
                @Nullable String path,
        @Field(
                        doc = "Server group that takes the request.",
                        required = true,
                        refersTo = "serverGroup")
                String serverGroup,
        @Field(doc = "How a server is chosen; by default as the listener says.")
                @Nullable Scheduling scheduler,
        @Field(doc = "Health check in place of the server group's.")
                @Nullable HealthCheck healthCheck,
        @Field(doc = "Cookie stickiness in place of the listener's.")
                @Nullable StickySession stickySession)
        implements Resource {

    /** Fills in the name: the reader passes null where a file has none. */
    @SuppressWarnings("NullAway")
    public Rule {
        domain = domain == null ? null : domain.toLowerCase(Locale.ROOT);
        if (name == null) {
            name = defaultName(listener, domain, path);
        }
    }

    private static String defaultName(
            String listener, @Nullable String domain, @Nullable String path) {
        String text =
                listener
                        + "-"
                        + (domain == null ? "any" : domain.replace("*", "star"))
                        + (path == null ? "" : path);
        String name = text.replaceAll("[^A-Za-z0-9._-]", "-");
        return name.length() <= 128
                ? name
                : name.substring(0, 119) + "-" + Integer.toHexString(text.hashCode());
    }

    @Override
    public Kind kind() {
        return Kind.RULE;
    }
}

package dev.sluice.model;

import dev.sluice.model.shape.Field;
import org.jspecify.annotations.Nullable;

/** Which forwarding headers servers get beside {@code X-Forwarded-For}, which they always get. */
public record Forwarded(
        @Field(doc = "X-Forwarded-Proto: http or https.", initial = "false") boolean proto,
        @Field(doc = "X-Forwarded-Port: the listener's port.", initial = "false") boolean port,
        @Field(doc = "X-Forwarded-Client-Port: the client's port.", initial = "false")
                boolean clientPort,
        @Field(doc = "SLB-IP: the virtual address.", initial = "false") boolean address,
        @Field(doc = "SLB-ID: the load balancer's id.", initial = "false") boolean id,
        @Field(
                        doc =
                                "Access list of proxies whose own forwarding headers are kept and added to; others' are replaced.",
                        refersTo = "accessList")
                @Nullable String trust) {
    public static final Forwarded DEFAULT = new Forwarded(false, false, false, false, false, null);
}

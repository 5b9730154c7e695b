package dev.sluice.control.rest;

import dev.sluice.control.document.TreeBuilder;
import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.Rule;
import dev.sluice.model.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lists the resources of a kind by name, page by page. A cursor holds the name of the last one
 * shown, so that pages stay right while others come and go.
 */
final class ResourceListing {
    private static final int DEFAULT_LIMIT = 500;
    private static final int MAX_LIMIT = 5_000;
    private static final Comparator<Stored> BY_NAME =
            Comparator.comparing((Stored stored) -> stored.resource().name())
                    .thenComparing(Stored::id);

    private final Api.Parts parts;
    private final Kind kind;

    ResourceListing(Api.Parts parts, Kind kind) {
        this.parts = parts;
        this.kind = kind;
    }

    ApiResponse list(ApiRequest request) throws ApiFault {
        Catalog catalog = parts.writer().catalog();
        int limit = (int) request.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        String after = after(request);
        List<Stored> found =
                catalog.all(kind).stream()
                        .filter(filter(request, catalog))
                        .filter(stored -> stored.resource().name().compareTo(after) > 0)
                        .sorted(BY_NAME)
                        .limit(limit + 1L)
                        .toList();
        boolean more = found.size() > limit;
        List<Stored> page = more ? found.subList(0, limit) : found;
        var tree =
                new TreeBuilder()
                        .number("revision", catalog.revision())
                        .list(
                                "items",
                                page,
                                stored ->
                                        ResourceDocument.of(stored, parts.conditions().of(stored)));
        if (more) {
            tree.text("cursor", cursor(page.getLast()));
        }
        return ApiResponse.json(200, tree.build());
    }

    private static Predicate<Stored> filter(ApiRequest request, Catalog catalog) {
        String account = request.parameter("account").orElse("default");
        Optional<String> owner = request.parameter("owner");
        Optional<String> balancer = request.parameter("loadBalancer");
        Optional<String> listener = request.parameter("listener");
        return stored ->
                stored.resource().account().equals(account)
                        && owner.filter(wanted -> !wanted.equals(stored.owner())).isEmpty()
                        && balancer.filter(wanted -> !isListenerOf(catalog, stored, wanted))
                                .isEmpty()
                        && listener.filter(wanted -> !isRuleOf(catalog, stored, wanted)).isEmpty();
    }

    private static boolean isListenerOf(Catalog catalog, Stored stored, String balancer) {
        return stored.resource() instanceof Listener child
                && isSame(
                        catalog,
                        Kind.LOAD_BALANCER,
                        child.account(),
                        child.loadBalancer(),
                        balancer);
    }

    private static boolean isRuleOf(Catalog catalog, Stored stored, String listener) {
        return stored.resource() instanceof Rule child
                && isSame(catalog, Kind.LISTENER, child.account(), child.listener(), listener);
    }

    private static boolean isSame(
            Catalog catalog, Kind kind, String account, String one, String other) {
        Optional<Stored> found = catalog.resolve(kind, account, one);
        return found.isPresent() && found.equals(catalog.resolve(kind, account, other));
    }

    private static String cursor(Stored last) {
        byte[] name = last.resource().name().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }

    private static String after(ApiRequest request) throws ApiFault {
        try {
            byte[] name = Base64.getUrlDecoder().decode(request.parameter("cursor").orElse(""));
            return new String(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw ApiFault.badParameter("cursor", "a cursor that an earlier answer gave");
        }
    }
}

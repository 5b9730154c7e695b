package dev.sluice.model;

/**
 * A resource as the store keeps it.
 *
 * @param id generated, immutable: the kind's prefix, a dash and 12 characters
 * @param revision the store's revision at which it last changed
 * @param owner {@code apply} for what files created, {@code api} for the rest
 * @param resource what the user wants
 */
public record Stored(String id, long revision, String owner, Resource resource) {
    public static final String BY_APPLY = "apply";
    public static final String BY_API = "api";

    public Kind kind() {
        return resource.kind();
    }
}

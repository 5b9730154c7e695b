package dev.sluice.node.wire;

import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.node.wire.Frame.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration together with its text and digest: what control gives out, and what a node has of
 * it. Immutable; a holding shares with the one before it whatever did not change.
 */
public final class Holding {
    /** Nothing, at revision 0. */
    public static final Holding NONE = new Holding(0, Map.of(), Digest.NONE);

    private final long revision;
    private final Map<String, Member> members;
    private final Digest digest;

    /**
     * One resource.
     *
     * @param resource null for a kind that this version does not know
     */
    private record Member(@Nullable NodeResource resource, String text, Digest digest) {}

    private Holding(long revision, Map<String, Member> members, Digest digest) {
        this.revision = revision;
        this.members = members;
        this.digest = digest;
    }

    /**
     * Writes a configuration.
     *
     * @param before what was written last; resources that are still the same need no writing
     */
    public static Holding of(NodeConfig config, Holding before) {
        var members = new HashMap<String, Member>();
        Digest digest = Digest.NONE;
        for (var entry : config.resources().entrySet()) {
            Member member = before.members.get(entry.getKey());
            if (member == null || member.resource() != entry.getValue()) {
                String text = ResourceJson.write(entry.getValue());
                member = new Member(entry.getValue(), text, Digest.of(entry.getKey(), text));
            }
            members.put(entry.getKey(), member);
            digest = digest.turn(member.digest());
        }
        return new Holding(config.revision(), members, digest);
    }

    /**
     * Takes a change in.
     *
     * @throws Unreadable when it does not fit what is held here, or does not lead to the digest
     *     that it names; a whole configuration is then wanted
     */
    public Holding with(Change change) throws Unreadable {
        if (change.base() != 0 && change.base() != revision) {
            throw new Unreadable(
                    "a change builds on revision %d, and %d is held"
                            .formatted(change.base(), revision));
        }
        Map<String, Member> next = change.base() == 0 ? new HashMap<>() : new HashMap<>(members);
        change.remove().forEach(next::remove);
        for (var entry : change.set().entrySet()) {
            next.put(entry.getKey(), member(entry.getKey(), entry.getValue()));
        }
        Digest total = next.values().stream().map(Member::digest).reduce(Digest.NONE, Digest::turn);
        if (!total.text().equals(change.digest())) {
            throw new Unreadable(
                    "revision %d has another digest here than at control"
                            .formatted(change.revision()));
        }
        return new Holding(change.revision(), next, total);
    }

    /** A resource that is held as the same text stays the same object. */
    private Member member(String key, String text) throws Unreadable {
        Member held = members.get(key);
        if (held != null && held.text().equals(text)) {
            return held;
        }
        NodeResource resource = ResourceJson.read(text).orElse(null);
        if (resource != null && !resource.key().equals(key)) {
            throw new Unreadable(key + " is the key of " + resource.key());
        }
        return new Member(resource, text, Digest.of(key, text));
    }

    /** What leads from another holding to this one. */
    public Change since(Holding base) {
        var set = new HashMap<String, String>();
        members.forEach((key, member) -> {
            Member had = base.members.get(key);
            if (had == null || !had.digest().equals(member.digest())) {
                set.put(key, member.text());
            }
        });
        var remove = new ArrayList<String>();
        for (String key : base.members.keySet()) {
            if (!members.containsKey(key)) {
                remove.add(key);
            }
        }
        return new Change(revision, base.revision, set, remove, digest.text());
    }

    /** All of it, whatever the other side has. */
    public Change whole() {
        var set = new HashMap<String, String>();
        members.forEach((key, member) -> set.put(key, member.text()));
        return new Change(revision, 0, set, List.of(), digest.text());
    }

    /** What a node serves by; kinds that this version does not know are not part of it. */
    public NodeConfig config() {
        var resources = new HashMap<String, NodeResource>();
        members.forEach((key, member) -> {
            if (member.resource() != null) {
                resources.put(key, member.resource());
            }
        });
        return new NodeConfig(revision, resources);
    }

    public long revision() {
        return revision;
    }

    /** The {@link Digest}'s text. */
    public String digest() {
        return digest.text();
    }

    /** Whether it has the same resources, whatever the revision. */
    public boolean isSameAs(@Nullable String otherDigest) {
        return digest.text().equals(otherDigest);
    }
}

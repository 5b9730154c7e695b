package dev.sluice.model.check;

import dev.sluice.model.Catalog;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.tree.Flow;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** A file written in a test, as the catalog it makes. Ids are the kind's prefix and a number. */
public final class Written {
    private final ConfigFile file;
    private final IdentityHashMap<Resource, Draft> drafts = new IdentityHashMap<>();
    private final List<Stored> stored = new ArrayList<>();

    private Written(ConfigFile file, long revision) {
        this.file = file;
        for (Draft draft : file.drafts()) {
            Resource resource = draft.resource();
            drafts.put(resource, draft);
            String id = resource.kind().idPrefix() + "-" + stored.size();
            stored.add(new Stored(id, revision, Stored.BY_APPLY, resource));
        }
    }

    public static Written file(String text) {
        return tree(Flow.parse(text));
    }

    static Written tree(Tree tree) {
        return new Written(ConfigFile.of(tree), 1);
    }

    public Catalog catalog(long revision) {
        return new Catalog(revision, stored);
    }

    List<Draft> drafts() {
        return file.drafts();
    }

    /** Everything wrong, as a user reads it. */
    public List<String> complaints() {
        return complaints(Installed.ROLES);
    }

    List<String> complaints(Installed installed) {
        List<Problem> problems = new ArrayList<>(file.problems());
        problems.addAll(Validator.check(catalog(1), drafts::get, installed));
        return problems.stream()
                .map(problem -> problem.severity() + " " + problem.code() + " " + problem)
                .toList();
    }

    /** The same, had it all been stored before. */
    List<String> complaintsOfStored() {
        return Validator.check(catalog(1), _ -> null, Installed.ROLES).stream()
                .map(Problem::toString)
                .toList();
    }
}

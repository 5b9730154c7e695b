package dev.sluice.control.rest;

import dev.sluice.control.change.PutWish;
import dev.sluice.control.change.Target;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.check.Draft;
import dev.sluice.model.check.Problem;
import dev.sluice.model.shape.RecordReader;
import dev.sluice.model.shape.RecordWriter;
import dev.sluice.model.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The resource in a request's body: whole for PUT, a merge patch for PATCH. */
final class ResourceBody {
    private ResourceBody() {}

    static PutWish.Body whole(Target target, Tree.Mapping body) {
        return (former, problems) -> read(target, former, body, body, problems);
    }

    static PutWish.Body patch(Target target, Tree.Mapping patch) {
        return (former, problems) ->
                former == null
                        ? null
                        : read(
                                target,
                                former,
                                MergePatch.apply(
                                        RecordWriter.write((Record) former.resource()), patch),
                                patch,
                                problems);
    }

    /**
     * Reads a resource.
     *
     * @param written what the client sent: only of that is it said that it has no effect
     */
    private static @Nullable Draft read(
            Target target,
            @Nullable Stored former,
            Tree.Mapping body,
            Tree.Mapping written,
            List<Problem> problems) {
        Tree.Mapping named = named(target, former, body);
        Class<? extends Record> type = target.kind().type().asSubclass(Record.class);
        Record record = RecordReader.read(named, type, "", ResourceDocument.ADDED, problems);
        if (!(record instanceof Resource resource)) {
            return null;
        }
        Draft draft = Draft.of(resource, "", written);
        requireIdentity(target, former, draft, problems);
        return draft;
    }

    /** The path says the name and the query the account, where the body does not. */
    private static Tree.Mapping named(Target target, @Nullable Stored former, Tree.Mapping body) {
        String name = former == null ? target.nameOrId() : former.resource().name();
        var fields = new LinkedHashMap<String, Tree>(body.fields());
        fields.putIfAbsent("name", new Tree.Scalar(name, true, body.at()));
        fields.putIfAbsent("account", new Tree.Scalar(target.account(), true, body.at()));
        return new Tree.Mapping(fields, body.at());
    }

    /** A resource is renamed by its id alone: its name in the path and in the body are the same. */
    private static void requireIdentity(
            Target target, @Nullable Stored former, Draft draft, List<Problem> problems) {
        boolean byId = former != null && former.id().equals(target.nameOrId());
        if (!byId && !Objects.equals(draft.resource().name(), target.nameOrId())) {
            problems.add(
                    conflict(
                            draft,
                            "name",
                            "is not '"
                                    + target.nameOrId()
                                    + "', as the path says"
                                    + "; to rename a resource, name it by its id in the path"));
        }
        if (!draft.resource().account().equals(target.account())) {
            problems.add(
                    conflict(
                            draft,
                            "account",
                            "is not '"
                                    + target.account()
                                    + "', as the request says; give"
                                    + " ?account= with the same value"));
        }
    }

    private static Problem conflict(Draft draft, String field, String message) {
        return new Problem(Problem.Severity.ERROR, "Conflict", draft.at(field), field, message);
    }
}

package dev.sluice.model.check;

import dev.sluice.model.AccessList;
import dev.sluice.model.Certificate;
import dev.sluice.model.Cluster;
import dev.sluice.model.Director;
import dev.sluice.model.Listener;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Resource;
import dev.sluice.model.Rule;
import dev.sluice.model.ServerGroup;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.shape.RecordReader;
import dev.sluice.model.shape.Shown;
import dev.sluice.model.shape.Spelling;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration file. Listeners stand under their load balancers and rules under their
 * listeners; each becomes a resource of its own that names what it stood under and has the same
 * account.
 *
 * @param drafts what could be read, in the order written
 * @param problems what could not
 */
public record ConfigFile(List<Draft> drafts, List<Problem> problems) {
    private static final List<String> SECTIONS =
            List.of(
                    "loadBalancers",
                    "serverGroups",
                    "certificates",
                    "accessLists",
                    "directors",
                    "cluster");

    public ConfigFile {
        drafts = List.copyOf(drafts);
        problems = List.copyOf(problems);
    }

    public static ConfigFile of(Tree tree) {
        var reading = new Reading();
        reading.file(tree);
        return new ConfigFile(reading.drafts, reading.problems);
    }

    /** One pass over a file. */
    private static final class Reading {
        private final List<Draft> drafts = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        void file(Tree tree) {
            if (!(tree instanceof Tree.Mapping file)) {
                String message = "must be a mapping with sections such as loadBalancers";
                report(ProblemCodes.WRONG_TYPE, tree, "", message);
                return;
            }
            file.fields().forEach(this::section);
        }

        private void section(String name, Tree tree) {
            switch (name) {
                case "loadBalancers" -> items(tree, name, this::loadBalancer);
                case "serverGroups" -> items(tree, name, reader(ServerGroup.class));
                case "certificates" -> items(tree, name, reader(Certificate.class));
                case "accessLists" -> items(tree, name, reader(AccessList.class));
                case "directors" -> items(tree, name, reader(Director.class));
                case "cluster" -> {
                    if (!isNothing(tree)) {
                        reader(Cluster.class).read(tree, name);
                    }
                }
                default -> unknownSection(name, tree);
            }
        }

        private void unknownSection(String name, Tree tree) {
            String suggestion = Spelling.suggestion(name, SECTIONS);
            if (name.equals("listeners")) {
                suggestion = "; listeners stand under their load balancer";
            } else if (name.equals("rules")) {
                suggestion = "; rules stand under their listener";
            }
            String all = "; there are " + String.join(", ", SECTIONS);
            report(
                    ProblemCodes.UNKNOWN_FIELD,
                    tree,
                    Shown.name(name),
                    "is not a section of a file" + (suggestion.isEmpty() ? all : suggestion));
        }

        /** Reads what stands at a path. */
        private interface Reader {
            void read(Tree tree, String path);
        }

        private <T extends Record & Resource> Reader reader(Class<T> type) {
            return (tree, path) -> resource(tree, tree, type, path, Set.of());
        }

        private void items(@Nullable Tree tree, String path, Reader reader) {
            if (tree == null || isNothing(tree)) {
                return;
            }
            if (!(tree instanceof Tree.Sequence list)) {
                report(ProblemCodes.WRONG_TYPE, tree, path, "must be a list");
                return;
            }
            for (int i = 0; i < list.items().size(); i++) {
                reader.read(list.items().get(i), Paths.item(path, i));
            }
        }

        private void loadBalancer(Tree tree, String path) {
            resource(tree, tree, LoadBalancer.class, path, Set.of("listeners"));
            if (tree instanceof Tree.Mapping mapping) {
                String name = text(mapping, "name", "unnamed");
                String account = text(mapping, "account", "default");
                items(
                        mapping.fields().get("listeners"),
                        Paths.child(path, "listeners"),
                        (item, itemPath) -> listener(item, itemPath, name, account));
            }
        }

        private void listener(Tree tree, String path, String loadBalancer, String account) {
            Tree implied = imply(tree, path, "loadBalancer", loadBalancer);
            implied = imply(implied, path, "account", account);
            Listener listener = resource(implied, tree, Listener.class, path, Set.of("rules"));
            if (tree instanceof Tree.Mapping mapping) {
                String name = listener == null ? "unnamed" : listener.name();
                items(
                        mapping.fields().get("rules"),
                        Paths.child(path, "rules"),
                        (item, itemPath) -> rule(item, itemPath, name, account));
            }
        }

        private void rule(Tree tree, String path, String listener, String account) {
            Tree implied = imply(tree, path, "listener", listener);
            resource(imply(implied, path, "account", account), tree, Rule.class, path, Set.of());
        }

        private <T extends Record & Resource> @Nullable T resource(
                Tree tree, Tree written, Class<T> type, String path, Set<String> elsewhere) {
            T resource = RecordReader.read(tree, type, path, elsewhere, problems);
            if (resource != null) {
                drafts.add(Draft.of(resource, path, written));
            }
            return resource;
        }

        /** Adds what follows from where a thing stands; writing it too is fine if it agrees. */
        private Tree imply(Tree tree, String path, String field, String value) {
            if (!(tree instanceof Tree.Mapping mapping)) {
                return tree;
            }
            String written = text(mapping, field, value);
            if (!written.equals(value)) {
                report(
                        ProblemCodes.CONFLICT,
                        mapping,
                        Paths.child(path, field),
                        "is "
                                + Shown.text(value)
                                + " by where it stands, not "
                                + Shown.text(written)
                                + "; remove it");
            }
            var fields = new LinkedHashMap<>(mapping.fields());
            fields.put(field, new Tree.Scalar(value, true, mapping.at()));
            return new Tree.Mapping(fields, mapping.at());
        }

        private static String text(Tree.Mapping mapping, String field, String otherwise) {
            return mapping.fields().get(field) instanceof Tree.Scalar scalar
                            && scalar.text() != null
                    ? scalar.text()
                    : otherwise;
        }

        private static boolean isNothing(Tree tree) {
            return tree instanceof Tree.Scalar scalar && scalar.text() == null;
        }

        private void report(String code, Tree tree, String path, String message) {
            problems.add(new Problem(Problem.Severity.ERROR, code, tree.at(), path, message));
        }
    }
}

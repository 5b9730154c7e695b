package dev.sluice.app.client;

import dev.sluice.app.CommandFailed;
import dev.sluice.control.document.TreeParser;
import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Tree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user wrote, with the certificate files that it names.
 *
 * @param name what messages call it
 * @param text the YAML
 * @param tree the same, parsed; what it means is checked by control
 * @param files contents of the files it names, by the name it uses
 */
public record ConfigurationFile(String name, String text, Tree tree, Map<String, String> files) {
    private static final List<String> FILE_FIELDS = List.of("chainFile", "keyFile");

    /** Reads a file and those beside it; every mistake is a line of the failure. */
    public static ConfigurationFile read(Path path) {
        String text = text(path.toString(), path);
        Tree tree = parse(path.toString(), text);
        var mistakes = new ArrayList<String>();
        var files = new LinkedHashMap<String, String>();
        for (Tree.Scalar named : namedFiles(tree).toList()) {
            String file = String.valueOf(named.text());
            try {
                files.put(file, text(named.at() + ": " + file, path.resolveSibling(file)));
            } catch (CommandFailed unreadable) {
                mistakes.add(String.valueOf(unreadable.getMessage()));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new CommandFailed(String.join("\n", mistakes));
        }
        return new ConfigurationFile(path.toString(), text, tree, Map.copyOf(files));
    }

    /** The same from memory. */
    public static ConfigurationFile of(String name, String text, Map<String, String> files) {
        return new ConfigurationFile(name, text, parse(name, text), Map.copyOf(files));
    }

    @Override
    public String toString() {
        return "ConfigurationFile[" + name + "]"; // the files hold private keys
    }

    /** The mappings in a list field of a mapping; what has another shape is left out. */
    public static Stream<Tree.Mapping> entries(Tree of, String field) {
        return of instanceof Tree.Mapping mapping
                        && mapping.fields().get(field) instanceof Tree.Sequence list
                ? list.items().stream()
                        .filter(Tree.Mapping.class::isInstance)
                        .map(Tree.Mapping.class::cast)
                : Stream.empty();
    }

    /** The text of a field, if it is a scalar. */
    public static Optional<String> field(Tree.Mapping of, String name) {
        return of.fields().get(name) instanceof Tree.Scalar scalar
                ? Optional.ofNullable(scalar.text())
                : Optional.empty();
    }

    private static Stream<Tree.Scalar> namedFiles(Tree tree) {
        return entries(tree, "certificates")
                .flatMap(certificate -> FILE_FIELDS.stream().map(certificate.fields()::get))
                .filter(Tree.Scalar.class::isInstance)
                .map(Tree.Scalar.class::cast)
                .filter(scalar -> scalar.text() != null);
    }

    private static Tree parse(String name, String text) {
        var problems = new ArrayList<Problem>();
        return TreeParser.yaml(name, text, problems)
                .orElseThrow(() ->
                        new CommandFailed(
                                problems.stream()
                                        .map(problem -> problem.at() + ": " + problem.message())
                                        .collect(Collectors.joining("\n"))));
    }

    private static String text(String what, Path path) {
        try {
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new CommandFailed(what + " is not a text file in UTF-8", e);
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + what + " (" + Reason.of(e) + ")", e);
        }
    }
}

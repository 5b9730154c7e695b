package dev.sluice.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What only the text shows. */
class SourceRulesTest {
    /** Spelled apart, so that this file does not name what it forbids. */
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    /** A link of a document: [text](target), without anchors. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    /** A file that a document names between back-quotes: has a folder and an ending. */
    private static final Pattern NAMED_FILE =
            Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)+\\.(?:java|md|yaml|xml))`");

    /** A class that ARCHITECTURE.md names between back-quotes. */
    private static final Pattern NAMED_CLASS = Pattern.compile("`([A-Z][a-z]\\w+)\\.java`");

    @Test
    void nothing_is_left_for_later_in_the_text() {
        assertThat(SourceTree.files(".java", ".md", ".xml", ".yaml", "sluice", "run"))
                .filteredOn(file -> UNFINISHED.matcher(SourceTree.read(file)).find())
                .isEmpty();
    }

    @Test
    void every_package_says_what_it_is() {
        List<Path> folders =
                SourceTree.files(".java").stream()
                        .filter(file -> file.toString().contains("/src/main/java/"))
                        .map(Path::getParent)
                        .distinct()
                        .toList();

        assertThat(folders).isNotEmpty().allSatisfy(SourceRulesTest::saysWhatItIs);
    }

    @Test
    void every_link_and_file_of_the_documents_leads_somewhere() {
        var broken = new ArrayList<String>();
        for (Path document : SourceTree.files(".md")) {
            String text = SourceTree.read(document);
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                if (!link.group(1).contains(":")
                        && !Files.exists(document.resolveSibling(link.group(1)))) {
                    broken.add(document + " → " + link.group(1));
                }
            }
            Matcher named = NAMED_FILE.matcher(text);
            while (named.find()) {
                if (!Files.exists(SourceTree.root().resolve(named.group(1)))) {
                    broken.add(document + " → " + named.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_source_file_of_the_documents_exists() {
        Set<String> known =
                SourceTree.files(".java").stream()
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.toSet());
        var missing = new ArrayList<String>();
        for (Path document : SourceTree.files(".md")) {
            Matcher named = NAMED_CLASS.matcher(SourceTree.read(document));
            while (named.find()) {
                if (!known.contains(named.group(1) + ".java")) {
                    missing.add(document + " → " + named.group(1) + ".java");
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void what_starts_the_launcher_runs_after_packaging() {
        assertThat(SourceTree.files("Test.java"))
                .filteredOn(SourceRulesTest::startsTheLauncher)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(SourceTree.read(file)).contains("\n@Packaged\n"));
    }

    private static boolean startsTheLauncher(Path file) {
        String text = SourceTree.read(file);
        return text.contains("StandingLab.up" + "(") || text.contains("resolve(\"sluice" + "\")");
    }

    private static void saysWhatItIs(Path folder) {
        Path file = folder.resolve("package-info.java");
        assertThat(file).exists();
        assertThat(SourceTree.read(file))
                .contains("/**", "@NullMarked")
                .doesNotContain("Placeholder");
    }
}

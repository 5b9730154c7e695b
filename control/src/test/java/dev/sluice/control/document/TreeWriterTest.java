package dev.sluice.control.document;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWriterTest {
    private static final String DOCUMENT =
            "{\"name\":\"web\",\"port\":80,\"on\":true,\"none\":null,\"list\":[1,[2,[]],{\"a\":\"b\",\"c\":[]}],"
                    + "\"empty\":{},\"deep\":{\"x\":{\"y\":\"z\"}}}";

    @Test
    void json_reads_back_as_it_was_written() {
        assertThat(TreeWriter.json(json(DOCUMENT))).isEqualTo(DOCUMENT);
        assertThat(TreeWriter.json(json(TreeWriter.prettyJson(json(DOCUMENT)))))
                .isEqualTo(DOCUMENT);
    }

    @Test
    void yaml_reads_back_as_the_same_tree() {
        String yaml = TreeWriter.yaml(json(DOCUMENT));

        assertThat(TreeWriter.json(yaml(yaml))).isEqualTo(DOCUMENT);
        assertThat(yaml).startsWith("name: web\nport: 80\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "80",
                "080",
                "true",
                "off",
                "No",
                "null",
                "~",
                "- a",
                "a: b",
                "# c",
                "*x",
                "&x",
                "!x",
                "'",
                "\"",
                "a\nb",
                "a\nb\n",
                "\n",
                "  a\n",
                "\u0001\u007f\u0085\u2028",
                "\ud83d\ude00",
                "[::1]:80",
                "15s",
                "1e3",
                "0x10",
                "%",
                "@",
                "`",
                "{",
                "a #b",
                "é",
                "a\\b",
                "a:"
            })
    void any_text_survives_both_forms(String text) {
        Tree tree = new TreeBuilder().text("t", text).build();

        assertThat(textOf(json(TreeWriter.json(tree)))).isEqualTo(text);
        assertThat(textOf(yaml(TreeWriter.yaml(tree)))).isEqualTo(text);
    }

    @Test
    void text_of_many_lines_is_shown_line_by_line_in_yaml() {
        String pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

        assertThat(TreeWriter.yaml(new TreeBuilder().text("chain", pem).build()))
                .isEqualTo(
                        "chain: |\n  -----BEGIN CERTIFICATE-----\n  MIIB\n  -----END CERTIFICATE-----\n");
    }

    private static String textOf(Tree tree) {
        Tree.Scalar scalar = (Tree.Scalar) requireNonNull(((Tree.Mapping) tree).fields().get("t"));
        return String.valueOf(scalar.text());
    }

    private static Tree json(String text) {
        return TreeParser.json("t", text, new ArrayList<>()).orElseThrow();
    }

    private static Tree yaml(String text) {
        var problems = new ArrayList<Problem>();
        Tree tree = TreeParser.yaml("t", text, problems).orElseThrow();
        assertThat(problems).isEqualTo(List.of());
        return tree;
    }
}

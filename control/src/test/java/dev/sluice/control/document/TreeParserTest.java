package dev.sluice.control.document;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeParserTest {
    private final List<Problem> problems = new ArrayList<>();

    @Test
    void each_yaml_value_knows_its_file_and_line() {
        Tree.Mapping file =
                yaml("loadBalancers:\n  - name: web\n    listeners:\n      - port: 80\n");

        Tree.Mapping web = (Tree.Mapping) items(file, "loadBalancers").getFirst();
        Tree.Mapping listener = (Tree.Mapping) items(web, "listeners").getFirst();
        assertThat(scalar(listener, "port").at()).hasToString("f.yaml:4");
        assertThat(web.at()).hasToString("f.yaml:2");
    }

    @Test
    void each_json_value_knows_its_line() {
        Tree.Mapping body = json("{\n \"name\": \"web\",\n \"ports\": [ 1,\n 2 ]\n}");

        assertThat(scalar(body, "name").at()).hasToString("request:2");
        assertThat(items(body, "ports").get(1).at()).hasToString("request:4");
    }

    @Test
    void quotes_make_a_text_of_what_looks_like_a_number() {
        Tree.Mapping file = yaml("{ a: 080, b: '080', c: off, d: ~, e: '' }");

        assertThat(scalar(file, "a").quoted()).isFalse();
        assertThat(scalar(file, "a").text()).isEqualTo("080");
        assertThat(scalar(file, "b").quoted()).isTrue();
        assertThat(scalar(file, "c").text()).isEqualTo("off");
        assertThat(scalar(file, "d").text()).isNull();
        assertThat(scalar(file, "e").text()).isEmpty();
    }

    @Test
    void an_empty_file_is_an_empty_mapping() {
        assertThat(yaml("# nothing\n").fields()).isEmpty();
    }

    @Test
    void a_field_written_twice_is_named_with_the_second_line() {
        yaml("name: a\nport: 1\nname: b\n");

        assertThat(problems)
                .singleElement()
                .hasToString(
                        "f.yaml:3: name: 'name' stands twice in one mapping; remove one of them");
    }

    @Test
    void a_json_field_written_twice_is_a_problem() {
        json("{\"a\":1,\n\"a\":2}");

        assertThat(problems).extracting(Problem::code).containsExactly("DuplicateField");
        assertThat(problems.getFirst().at().line()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x [1]\nb: *x",
                "a: !!binary aGk=",
                "? [a]\n: b",
                "a: 1\n---\nb: 2",
                "a: [",
                "a: 'x",
                "\tb: c",
                "a: b: c",
                "a: \u0000",
                "*x",
                "a: \"\\u}",
                "a: \"\\x"
            })
    void yaml_that_cannot_be_used_is_one_problem_with_a_line(String text) {
        assertThat(TreeParser.yaml("f.yaml", text, problems)).isEmpty();
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"a\":}", "[1,]", "{} {}", "nul", "{\"a\":01}", "\"\u0001\""})
    void json_that_cannot_be_used_is_one_problem(String text) {
        assertThat(TreeParser.json("request", text, problems)).isEmpty();
        assertThat(problems).extracting(Problem::code).containsExactly("BadSyntax");
    }

    @Test
    void nesting_ends_at_fifty() {
        assertThat(TreeParser.json("r", "[".repeat(50) + "]".repeat(50), problems)).isPresent();
        assertThat(TreeParser.json("r", "[".repeat(51) + "]".repeat(51), problems)).isEmpty();
        assertThat(TreeParser.yaml("r", "[".repeat(51) + "]".repeat(51), problems)).isEmpty();
        assertThat(TreeParser.json("r", "[".repeat(100_000), problems)).isEmpty();
        assertThat(TreeParser.yaml("r", "[".repeat(100_000), problems)).isEmpty();
        assertThat(problems).hasSize(4);
    }

    @Test
    void a_text_longer_than_a_mebibyte_is_refused() {
        String longText = "\"" + "x".repeat(TreeParser.MAX_TEXT_CHARS + 1) + "\"";

        assertThat(TreeParser.json("r", longText, problems)).isEmpty();
        assertThat(TreeParser.yaml("r", longText, problems)).isEmpty();
        assertThat(TreeParser.yaml("r", " ".repeat(9 << 20), problems)).isEmpty();
        assertThat(problems).hasSize(3);
    }

    @Test
    void whatever_the_bytes_are_nothing_is_thrown() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String letters = "{}[]:,-&*!|>'\"%@`#?~ \n\tab01\\u\u0000\ufffe\ud800";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThatCode(() -> assertThat(survives(text.toString())).isTrue())
                    .as("seed %d, text %s", seed, text)
                    .doesNotThrowAnyException();
        }
    }

    private boolean survives(String text) {
        problems.clear();
        boolean read = TreeParser.yaml("f", text, problems).isPresent();
        boolean said = read || !problems.isEmpty();
        problems.clear();
        read = TreeParser.json("f", text, problems).isPresent();
        return said && (read || !problems.isEmpty());
    }

    private Tree.Mapping yaml(String text) {
        return (Tree.Mapping) TreeParser.yaml("f.yaml", text, problems).orElseThrow();
    }

    private Tree.Mapping json(String text) {
        return (Tree.Mapping) TreeParser.json("request", text, problems).orElseThrow();
    }

    private static List<Tree> items(Tree.Mapping mapping, String name) {
        return ((Tree.Sequence) requireNonNull(mapping.fields().get(name))).items();
    }

    private static Tree.Scalar scalar(Tree.Mapping mapping, String name) {
        return (Tree.Scalar) requireNonNull(mapping.fields().get(name));
    }
}

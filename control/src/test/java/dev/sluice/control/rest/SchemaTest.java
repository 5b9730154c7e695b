package dev.sluice.control.rest;

import static dev.sluice.control.AdminClient.tree;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.ControlBed;
import dev.sluice.control.certificate.TestKeys;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.document.TreeWriter;
import dev.sluice.model.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds real answers against the schemas of the OpenAPI document. */
class SchemaTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void real_answers_fit_the_schemas() throws Exception {
        try (var bed = new ControlBed(directory)) {
            bed.putWeb();
            var client = bed.client();
            var pair = TestKeys.pair("EC", 256);
            String certificate =
                    TreeWriter.json(
                            new TreeBuilder()
                                    .text("chain", TestKeys.pem(TestKeys.selfSigned("a", pair)))
                                    .text("key", TestKeys.pkcs8(pair))
                                    .build());
            client.put("/v1/certificates/site", certificate);
            client.put("/v1/accessLists/office", "{\"entries\":[\"192.0.2.0/24\"]}");
            client.put(
                    "/v1/rules/r",
                    "{\"listener\":\"web-http-80\",\"path\":\"/a\",\"serverGroup\":\"pages\"}");
            client.put(
                    "/v1/directors/d",
                    "{\"interfaces\":[\"eth0\"],\"vrrp\":[{\"id\":1,"
                            + "\"addresses\":[\"203.0.113.10\"]}]}");
            client.put("/v1/clusters/cluster", "{\"sync\":{\"group\":\"224.0.0.82\"}}");
            String document = client.get("/v1/openapi.json").body();
            Map<String, String> lists =
                    Map.of(
                            "loadBalancers", "LoadBalancerList",
                            "listeners", "ListenerList",
                            "rules", "RuleList",
                            "serverGroups", "ServerGroupList",
                            "certificates", "CertificateList",
                            "accessLists", "AccessListList",
                            "directors", "DirectorList",
                            "clusters", "ClusterList");
            for (var list : lists.entrySet()) {
                String body = client.get("/v1/" + list.getKey()).body();
                assertThat(((Tree.Sequence) tree(body, "items")).items())
                        .as(list.getKey())
                        .hasSize(1);
                assertThat(misfits(document, list.getValue(), body)).as(list.getKey()).isEmpty();
            }
            String problem = client.put("/v1/listeners/x", "{\"port\":0}").body();
            assertThat(misfits(document, "Problem", problem)).isEmpty();
        }
    }

    @Test
    void the_check_itself_notices_what_does_not_fit() {
        String document =
                "{\"components\":{\"schemas\":{\"A\":{\"type\":\"object\",\"required\":[\"n\"],"
                        + "\"properties\":{\"n\":{\"type\":\"integer\"}},\"additionalProperties\":false}}}}";

        assertThat(misfits(document, "A", "{\"n\":1}")).isEmpty();
        assertThat(misfits(document, "A", "{}")).hasSize(1);
        assertThat(misfits(document, "A", "{\"n\":\"1\",\"m\":2}")).hasSize(2);
    }

    private static List<String> misfits(String document, String schema, String body) {
        var misfits = new ArrayList<String>();
        Tree schemas = tree(document, "components.schemas");
        check(fields(schemas), field(schemas, schema), tree(body, ""), schema, misfits);
        return misfits;
    }

    private static void check(
            Map<String, Tree> schemas, Tree schema, Tree value, String path, List<String> misfits) {
        Map<String, Tree> rules = fields(schema);
        if (rules.containsKey("$ref")) {
            String name = text(requireNonNull(rules.get("$ref"))).replaceAll(".*/", "");
            check(schemas, requireNonNull(schemas.get(name), name), value, path, misfits);
        } else if (rules.get("anyOf") instanceof Tree.Sequence any) {
            if (any.items().stream().noneMatch(one -> fits(schemas, one, value))) {
                misfits.add(path + " fits nothing of anyOf");
            }
        } else {
            checkType(schemas, rules, value, path, misfits);
        }
    }

    private static boolean fits(Map<String, Tree> schemas, Tree schema, Tree value) {
        var misfits = new ArrayList<String>();
        check(schemas, schema, value, "", misfits);
        return misfits.isEmpty();
    }

    private static void checkType(
            Map<String, Tree> schemas,
            Map<String, Tree> rules,
            Tree value,
            String path,
            List<String> misfits) {
        String type = text(requireNonNull(rules.get("type"), path));
        boolean right =
                switch (value) {
                    case Tree.Mapping _ -> type.equals("object");
                    case Tree.Sequence _ -> type.equals("array");
                    case Tree.Scalar scalar ->
                            switch (type) {
                                case "string" -> scalar.quoted() && isAllowed(rules, scalar);
                                case "integer" ->
                                        !scalar.quoted() && text(scalar).matches("-?[0-9]+");
                                case "number" ->
                                        !scalar.quoted() && text(scalar).matches("-?[0-9.]+");
                                case "boolean" ->
                                        !scalar.quoted() && text(scalar).matches("true|false");
                                default -> false;
                            };
                };
        if (!right) {
            misfits.add(path + " is no " + type);
        } else if (value instanceof Tree.Sequence list) {
            Tree items = requireNonNull(rules.get("items"));
            list.items().forEach(item -> check(schemas, items, item, path + "[]", misfits));
        } else if (value instanceof Tree.Mapping mapping) {
            checkObject(schemas, rules, mapping, path, misfits);
        }
    }

    private static boolean isAllowed(Map<String, Tree> rules, Tree.Scalar scalar) {
        boolean listed =
                !(rules.get("enum") instanceof Tree.Sequence words)
                        || words.items().stream().anyMatch(word -> text(word).equals(text(scalar)));
        Tree pattern = rules.get("pattern");
        return listed && (pattern == null || text(scalar).matches(text(pattern)));
    }

    private static void checkObject(
            Map<String, Tree> schemas,
            Map<String, Tree> rules,
            Tree.Mapping value,
            String path,
            List<String> misfits) {
        Map<String, Tree> properties = fields(requireNonNull(rules.get("properties"), path));
        value.fields()
                .forEach((name, field) -> {
                    Tree property = properties.get(name);
                    if (property == null) {
                        misfits.add(path + "." + name + " is unknown");
                    } else {
                        check(schemas, property, field, path + "." + name, misfits);
                    }
                });
        if (rules.get("required") instanceof Tree.Sequence required) {
            required.items().stream()
                    .filter(name -> !value.fields().containsKey(text(name)))
                    .forEach(name -> misfits.add(path + "." + text(name) + " is missing"));
        }
    }

    private static Map<String, Tree> fields(Tree tree) {
        return ((Tree.Mapping) tree).fields();
    }

    private static Tree field(Tree tree, String name) {
        return requireNonNull(fields(tree).get(name), name);
    }

    private static String text(Tree tree) {
        return String.valueOf(((Tree.Scalar) tree).text());
    }
}

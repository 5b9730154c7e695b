package dev.sluice.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.rules.SourceTree;
import dev.sluice.app.scenario.Scenario;
import dev.sluice.lab.region.LabPlan.Configuration;
import dev.sluice.lab.region.LabPlan.Door;
import dev.sluice.lab.region.Ownership;
import dev.sluice.lab.region.RegionSize;
import dev.sluice.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabConfigurationTest {
    private static final Path EXAMPLE = SourceTree.root().resolve("examples/lab.yaml");

    @TempDir private Path folder;

    @Test
    void the_usual_region_begins_with_the_example_as_it_stands() throws IOException {
        assertThat(made(RegionSize.USUAL).text()).isEqualTo(Files.readString(EXAMPLE));
    }

    @Test
    void clients_come_in_by_four_protocols_and_both_families() {
        assertThat(LabConfiguration.example(EXAMPLE, RegionSize.USUAL).doors())
                .contains(
                        new Door("tcp", "203.0.113.10", 7001),
                        new Door("udp", "203.0.113.10", 7053),
                        new Door("http", "203.0.113.10", 80),
                        new Door("https", "203.0.113.10", 443),
                        new Door("https", "2001:db8:113::10", 443))
                .hasSize(8);
    }

    @Test
    void other_numbers_of_nodes_are_written_into_it() {
        Configuration.Made made = made(new RegionSize(2, 1, 5, 1));
        Tree tree = ConfigurationFile.of("made", made.text(), made.files()).tree();

        assertThat(ConfigurationFile.entries(tree, "serverGroups"))
                .allSatisfy(group ->
                        assertThat(ConfigurationFile.entries(group, "servers")).hasSize(5));
        assertThat(ConfigurationFile.entries(tree, "directors"))
                .map(director -> ConfigurationFile.field(director, "name").orElseThrow())
                .containsExactly("director-1", "director-2");
        assertThat(made.text()).contains("198.18.2.0/28", "2001:db8:10::105", "10.1.0.105");
    }

    @Test
    void directors_that_elect_a_master_are_written_with_virtual_routers() {
        assertThat(made(new RegionSize(2, 1, 1, 1, Ownership.VRRP)).text())
                .contains("vrrp", "priority: 190", "priority: 180", "syncGroup: lab");
        assertThat(made(new RegionSize(2, 1, 1, 1)).text()).contains("bgp").doesNotContain("vrrp");
    }

    @Test
    void control_accepts_it_whatever_the_numbers() {
        for (RegionSize size :
                List.of(
                        RegionSize.USUAL,
                        new RegionSize(3, 1, 1, 2),
                        new RegionSize(2, 1, 1, 1, Ownership.VRRP))) {
            Configuration.Made made = made(size);
            try (var scenario = Scenario.begin()) {
                made.files().forEach(scenario::file);
                scenario.apply(made.text());
            }
        }
    }

    @Test
    void the_key_that_proxies_get_bears_the_name_that_control_gives_it() {
        LabConfiguration example = LabConfiguration.example(EXAMPLE, RegionSize.USUAL);
        var made = (Configuration.Made) example.configuration();
        try (var scenario = Scenario.begin()) {
            made.files().forEach(scenario::file);
            scenario.apply(made.text());

            assertThat(example.keys())
                    .hasSize(1)
                    .allSatisfy((id, _) ->
                            assertThat(scenario.folder().resolve("keys/" + id + ".pem")).exists());
        }
    }

    @Test
    void a_file_of_the_users_is_left_as_it_is() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("mine.yaml"),
                        """
                        loadBalancers:
                          - name: mine
                            address: 203.0.113.20
                            listeners:
                              - { protocol: tcp, port: 9, serverGroup: g }
                              - { protocol: tcp, port: 10, state: stopped, serverGroup: g }
                        serverGroups: [ { name: g } ]
                        directors: [ { name: director-1 } ]
                        """);

        LabConfiguration read = LabConfiguration.of(file, RegionSize.USUAL);

        assertThat(read.configuration()).isEqualTo(new Configuration.AsWritten(file));
        assertThat(read.doors()).containsExactly(new Door("tcp", "203.0.113.20", 9));
    }

    @Test
    void directors_and_what_they_share_are_added_to_a_file_without() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("mine.yaml"),
                        "loadBalancers: [ { name: mine, address: 203.0.113.20 } ]\n");

        RegionSize three = new RegionSize(3, 1, 1, 1, Ownership.VRRP);
        var made = (Configuration.Made) LabConfiguration.of(file, three).configuration();

        assertThat(made.text())
                .contains("203.0.113.20", "name: director-3", "addresses: [ \"203.0.113.20\" ]");
    }

    private static Configuration.Made made(RegionSize size) {
        return (Configuration.Made) LabConfiguration.example(EXAMPLE, size).configuration();
    }
}

package dev.sluice.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.scenario.FreePorts;
import dev.sluice.app.scenario.Program;
import dev.sluice.app.scenario.Scenario;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final int REPEATS = 6;

    @Test
    void every_command_to_try_is_answered_by_more_than_one_backend() {
        var ports =
                new DemoPorts(
                        FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
        try (var scenario = Scenario.begin();
                var demo = Demo.start(ports)) {
            scenario.installation()
                    .apply(ConfigurationFile.of(Demo.FILE, demo.yaml(), demo.files()));

            assertThat(demo.commandsToTry()).hasSize(4);
            for (String command : demo.commandsToTry()) {
                var answers = new HashSet<String>();
                for (int i = 0; i < REPEATS; i++) {
                    Program program = Program.run("bash", "-c", command);
                    assertThat(program.code()).as(command + "\n" + program.output()).isZero();
                    assertThat(program.output()).as(command).contains("demo-");
                    answers.add(program.output().replaceAll("(?s).*?(demo-\\d).*", "$1"));
                }
                assertThat(answers).as(command).hasSizeGreaterThan(1);
            }
        }
    }
}

package dev.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.measure.Measure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void what_was_acknowledged_is_there_after_a_restart_and_reaches_new_nodes() throws Exception {
        try (var bed = new ControlBed(directory)) {
            bed.putWeb();
        }
        try (var bed = new ControlBed(directory)) {
            Eventually.holds("the node has the configuration", () -> !bed.node().given().isEmpty());
            assertThat(bed.node().given().getLast().revision()).isEqualTo(3);
            assertThat(bed.client().get("/v1/listeners/web-http-80").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void the_token_stays_the_same_over_restarts() throws Exception {
        String first;
        try (var plane = ControlBed.open(directory)) {
            first = Files.readString(plane.tokenFile());
        }
        try (var plane = ControlBed.open(directory)) {
            assertThat(Files.readString(plane.tokenFile())).isEqualTo(first);
        }
    }

    @Test
    void a_directory_that_is_missing_is_made_for_the_owner_alone() throws Exception {
        Path made = directory.resolve("a/b");
        try (var plane = ControlBed.open(made)) {
            assertThat(plane.catalog().revision()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_directory_in_use_is_one_clear_sentence() throws Exception {
        try (var plane = ControlBed.open(directory)) {
            assertThat(plane.adminPort()).isPositive();
            assertThatThrownBy(() -> ControlBed.open(directory))
                    .isInstanceOf(ControlStartException.class)
                    .hasMessageContaining("is in use by another sluice process");
        }
    }

    @Test
    void a_port_in_use_is_one_clear_sentence_and_lets_go_of_the_store() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var admin =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            assertThatThrownBy(() ->
                            ControlPlane.open(
                                    new ControlOptions(directory, admin, null, new Measure())))
                    .isInstanceOf(ControlStartException.class)
                    .hasMessageContaining("cannot listen on ")
                    .hasMessageContaining(":" + taken.getLocalPort())
                    .hasMessageContaining("--admin");
        }
        ControlBed.open(directory).close();
    }

    @Test
    void a_file_in_place_of_the_directory_is_one_clear_sentence() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> ControlBed.open(file))
                .isInstanceOf(ControlStartException.class)
                .hasMessageContaining("--data");
    }
}

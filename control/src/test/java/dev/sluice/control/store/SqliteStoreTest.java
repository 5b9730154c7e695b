package dev.sluice.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class SqliteStoreTest extends StoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Override
    Store open() {
        return SqliteStore.open(directory, new Retention(RETAINED, 1000));
    }

    @Test
    void a_directory_in_use_is_refused_by_a_sentence_that_names_the_process() {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "%s is in use by another sluice process (process %d); stop that one, or"
                                + " give this one a directory of its own with --data",
                        directory, ProcessHandle.current().pid());
    }

    @Test
    void a_file_of_a_later_version_is_refused(@TempDir Path other) throws SQLException {
        SqliteStore.open(other, Retention.DEFAULT).close();
        execute(other, "UPDATE meta SET value = 99 WHERE key = 'schema'");

        assertThatThrownBy(() -> SqliteStore.open(other, Retention.DEFAULT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was written by a later version of sluice")
                .hasMessageContaining("99");
    }

    @Test
    void a_refused_directory_can_be_opened_once_it_is_put_right(@TempDir Path other)
            throws SQLException {
        SqliteStore.open(other, Retention.DEFAULT).close();
        execute(other, "UPDATE meta SET value = 99 WHERE key = 'schema'");
        assertThatThrownBy(() -> SqliteStore.open(other, Retention.DEFAULT))
                .isInstanceOf(StoreException.class);
        execute(other, "UPDATE meta SET value = 1 WHERE key = 'schema'");

        try (Store store = SqliteStore.open(other, Retention.DEFAULT)) {
            assertThat(store.load().revision()).isZero();
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_kept(@TempDir Path other) throws IOException {
        Files.writeString(
                other.resolve("sluice.db"),
                "not a database, and longer than its header".repeat(50));

        assertThatThrownBy(() -> SqliteStore.open(other, Retention.DEFAULT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("sluice.db");
        assertThat(other.resolve("sluice.db")).content().startsWith("not a database");
    }

    private static void execute(Path directory, String sql) throws SQLException {
        String url = JDBC.PREFIX + directory.resolve("sluice.db");
        try (var connection = JDBC.createConnection(url, new Properties());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

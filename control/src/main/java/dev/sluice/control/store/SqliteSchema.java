package dev.sluice.control.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of {@code sluice.db}.
 *
 * <pre>
 * meta     schema version, newest revision, first revision of the history
 * object   the resources as they are: one row each, the body as JSON
 * history  one row for each resource a revision touched, as it was afterwards
 * audit    who did what
 * </pre>
 */
final class SqliteSchema {
    static final int VERSION = 1;

    private static final List<String> TABLES =
            List.of(
                    """
                    CREATE TABLE meta (
                        key TEXT PRIMARY KEY,
                        value INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE object (
                        id TEXT PRIMARY KEY,
                        kind TEXT NOT NULL,
                        account TEXT NOT NULL,
                        name TEXT NOT NULL,
                        owner TEXT NOT NULL,
                        revision INTEGER NOT NULL,
                        body TEXT NOT NULL,
                        UNIQUE (kind, account, name)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE history (
                        revision INTEGER NOT NULL,
                        step INTEGER NOT NULL,
                        removed INTEGER NOT NULL,
                        id TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        owner TEXT NOT NULL,
                        objectRevision INTEGER NOT NULL,
                        body TEXT NOT NULL,
                        PRIMARY KEY (revision, step)
                    ) STRICT, WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE audit (
                        number INTEGER PRIMARY KEY AUTOINCREMENT,
                        revision INTEGER NOT NULL,
                        atMs INTEGER NOT NULL,
                        actor TEXT NOT NULL,
                        action TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        account TEXT NOT NULL,
                        name TEXT NOT NULL,
                        id TEXT NOT NULL,
                        result TEXT NOT NULL
                    ) STRICT\
                    """,
                    "INSERT INTO meta VALUES ('schema', " + VERSION + ")",
                    "INSERT INTO meta VALUES ('revision', 0)",
                    "INSERT INTO meta VALUES ('oldest', 0)");

    private SqliteSchema() {}

    /** Makes the tables of a new file; refuses those of a later version. */
    static void prepare(Connection connection, String file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            if (isEmpty(statement)) {
                create(connection, statement);
                return;
            }
            long version = version(statement);
            if (version > VERSION) {
                throw new StoreException(
                        file
                                + " was written by a later version of sluice (its schema is "
                                + version
                                + ", this one reads up to "
                                + VERSION
                                + "); start that version, or restore the copy made before the"
                                + " upgrade",
                        null);
            }
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
            return rows.next() && rows.getInt(1) == 0;
        }
    }

    private static long version(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT value FROM meta WHERE key = 'schema'")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static void create(Connection connection, Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        for (String table : TABLES) {
            statement.execute(table);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }
}

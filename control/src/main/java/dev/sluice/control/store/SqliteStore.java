package dev.sluice.control.store;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;

/**
 * A store in one SQLite file, {@code sluice.db}, in write-ahead mode with a sync at every commit.
 *
 * <p>One connection, guarded by this object's monitor. The directory is claimed by a {@link
 * StoreLock} for as long as the store is open.
 */
public final class SqliteStore implements Store {
    private final Path file;
    private final Retention retention;
    private final StoreLock lock;
    private final Connection connection;
    private long revision;
    private long oldest;

    private SqliteStore(Path file, Retention retention, StoreLock lock, Connection connection)
            throws SQLException {
        this.file = file;
        this.retention = retention;
        this.lock = lock;
        this.connection = connection;
        readCounters();
    }

    /**
     * Opens the store of a directory that exists, or begins a new one in it.
     *
     * @throws StoreException when another process has it open, or it cannot be read
     */
    public static SqliteStore open(Path dataDir, Retention retention) {
        Path file = dataDir.resolve("sluice.db");
        try {
            StoreLock lock = StoreLock.claim(dataDir);
            try {
                return open(file, retention, lock);
            } catch (SQLException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException | SQLException failure) {
            throw unusable(file, "opened", failure);
        }
    }

    private static SqliteStore open(Path file, Retention retention, StoreLock lock)
            throws SQLException {
        Connection connection = JDBC.createConnection(JDBC.PREFIX + file, new Properties());
        try {
            SqliteSchema.prepare(connection, file.toString());
            return new SqliteStore(file, retention, lock, connection);
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    @Override
    public synchronized Catalog load() {
        String query = "SELECT kind, id, owner, revision, body FROM object ORDER BY kind, name, id";
        var all = new ArrayList<Stored>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            readCounters();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(stored(rows));
                }
            }
            return new Catalog(revision, all);
        } catch (SQLException failure) {
            throw unusable(file, "read", failure);
        }
    }

    @Override
    public synchronized void commit(List<Commit> commits) {
        long next = revision;
        for (Commit commit : commits) {
            if (commit.revision() != ++next) {
                throw new StaleCommit(commit.revision(), next - 1);
            }
        }
        try {
            connection.setAutoCommit(false);
            try (var writing = new SqliteWriting(connection)) {
                for (Commit commit : commits) {
                    writing.write(commit);
                }
                long keepFrom = Math.max(oldest, next - retention.revisions());
                writing.finish(next, keepFrom, retention.audits());
                connection.commit();
                revision = next;
                oldest = keepFrom;
            } finally {
                endTransaction();
            }
        } catch (SQLException failure) {
            throw unusable(file, "written", failure);
        }
    }

    /** A commit that failed is rolled back; one that succeeded leaves nothing to roll back. */
    private void endTransaction() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public synchronized History since(long from, int limit) {
        if (from < oldest) {
            return new History.TooOld(oldest);
        }
        String query =
                "SELECT revision AS at, removed, kind, id, owner, objectRevision AS revision, body"
                        + " FROM history WHERE history.revision > ? AND history.revision <= ?"
                        + " ORDER BY history.revision, step";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            long upTo = lastWithin(from, limit);
            statement.setLong(1, from);
            statement.setLong(2, upTo);
            var changes = new ArrayList<Change>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changes.add(
                            new Change(
                                    rows.getLong("at"), rows.getInt("removed") != 0, stored(rows)));
                }
            }
            return new History.Changes(changes, upTo);
        } catch (SQLException failure) {
            throw unusable(file, "read", failure);
        }
    }

    /** The revision of the last of so many changes; the newest where there are fewer. */
    private long lastWithin(long from, int limit) throws SQLException {
        String query =
                "SELECT revision FROM history WHERE revision > ? ORDER BY revision, step"
                        + " LIMIT 1 OFFSET ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, from);
            statement.setInt(2, limit - 1);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : Math.max(from, revision);
            }
        }
    }

    @Override
    public synchronized List<Audit> audit(long before, int limit) {
        String query =
                "SELECT number, revision, atMs, actor, action, kind, account, name, id, result"
                        + " FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, before);
            statement.setInt(2, limit);
            var audits = new ArrayList<Audit>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    audits.add(auditOf(rows));
                }
            }
            return audits;
        } catch (SQLException failure) {
            throw unusable(file, "read", failure);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
            lock.close();
        } catch (SQLException | IOException failure) {
            throw unusable(file, "closed", failure);
        }
    }

    private void readCounters() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT key, value FROM meta");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                switch (rows.getString(1)) {
                    case "revision" -> revision = rows.getLong(2);
                    case "oldest" -> oldest = rows.getLong(2);
                    default -> {} // the schema's version, looked at before
                }
            }
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        String kindName = row.getString("kind");
        String id = row.getString("id");
        Kind kind =
                Kind.named(kindName)
                        .orElseThrow(() ->
                                new StoreException(id + " is of no known kind: " + kindName, null));
        Resource resource = ResourceText.read(kind, id, row.getString("body"));
        return new Stored(id, row.getLong("revision"), row.getString("owner"), resource);
    }

    private static Audit auditOf(ResultSet row) throws SQLException {
        return new Audit(
                row.getLong("number"),
                row.getLong("revision"),
                row.getLong("atMs"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("kind"),
                row.getString("account"),
                row.getString("name"),
                row.getString("id"),
                row.getString("result"));
    }

    private static StoreException unusable(Path file, String what, Exception failure) {
        return new StoreException(
                file
                        + " cannot be "
                        + what
                        + ": "
                        + failure.getMessage()
                        + "; look at the disk's space and the file's rights, or restore a copy",
                failure);
    }
}

package dev.sluice.control.store;

import dev.sluice.model.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The statements of one transaction. Used by one thread, within the store's monitor. */
final class SqliteWriting implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement delete;
    private final PreparedStatement put;
    private final PreparedStatement remember;
    private final PreparedStatement audit;
    private int step;

    SqliteWriting(Connection connection) throws SQLException {
        this.connection = connection;
        delete = connection.prepareStatement("DELETE FROM object WHERE id = ?");
        put =
                connection.prepareStatement(
                        "INSERT INTO object (id, kind, account, name, owner, revision, body)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET account = excluded.account,"
                                + " name = excluded.name, owner = excluded.owner,"
                                + " revision = excluded.revision, body = excluded.body");
        remember =
                connection.prepareStatement(
                        "INSERT INTO history (revision, step, removed, id, kind, owner,"
                                + " objectRevision, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        audit =
                connection.prepareStatement(
                        "INSERT INTO audit (revision, atMs, actor, action, kind, account, name, id,"
                                + " result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    void write(Commit commit) throws SQLException {
        step = 0;
        for (Stored removed : commit.removals()) {
            delete.setString(1, removed.id());
            delete.executeUpdate();
            remember(commit.revision(), true, removed, ResourceText.of(removed.resource()));
        }
        for (Stored stored : commit.puts()) {
            put(stored, commit.revision());
        }
        for (Audit row : commit.audits()) {
            audit(row);
        }
    }

    private void put(Stored stored, long revision) throws SQLException {
        String body = ResourceText.of(stored.resource());
        put.setString(1, stored.id());
        put.setString(2, stored.kind().singular());
        put.setString(3, stored.resource().account());
        put.setString(4, stored.resource().name());
        put.setString(5, stored.owner());
        put.setLong(6, stored.revision());
        put.setString(7, body);
        put.executeUpdate();
        remember(revision, false, stored, body);
    }

    private void remember(long revision, boolean removed, Stored stored, String body)
            throws SQLException {
        remember.setLong(1, revision);
        remember.setInt(2, step++);
        remember.setInt(3, removed ? 1 : 0);
        remember.setString(4, stored.id());
        remember.setString(5, stored.kind().singular());
        remember.setString(6, stored.owner());
        remember.setLong(7, stored.revision());
        remember.setString(8, body);
        remember.executeUpdate();
    }

    private void audit(Audit row) throws SQLException {
        audit.setLong(1, row.revision());
        audit.setLong(2, row.atMs());
        audit.setString(3, row.actor());
        audit.setString(4, row.action());
        audit.setString(5, row.kind());
        audit.setString(6, row.account());
        audit.setString(7, row.name());
        audit.setString(8, row.id());
        audit.setString(9, row.result());
        audit.executeUpdate();
    }

    /** Moves the counters on and forgets what is older than is kept. */
    void finish(long revision, long oldest, long audits) throws SQLException {
        execute("UPDATE meta SET value = ? WHERE key = 'revision'", revision);
        execute("UPDATE meta SET value = ? WHERE key = 'oldest'", oldest);
        execute("DELETE FROM history WHERE revision <= ?", oldest);
        execute("DELETE FROM audit WHERE number <= (SELECT max(number) FROM audit) - ?", audits);
    }

    private void execute(String sql, long value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, value);
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        delete.close();
        put.close();
        remember.close();
        audit.close();
    }
}

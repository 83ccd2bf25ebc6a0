package dev.herald.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps every Herald from writing to the ledger, which makes the moments before a claim and before an outcome long. */
final class TableLock implements AutoCloseable {
    private final Connection owner;
    private final Connection observer;

    TableLock(String url) throws SQLException {
        owner = DriverManager.getConnection(url);
        observer = DriverManager.getConnection(url);
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.execute("lock table herald_message in access exclusive mode");
        }
    }

    /** Whether a Herald waits for it. */
    boolean isWaitedFor() throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet waiting = statement.executeQuery("select 1 from pg_stat_activity where wait_event_type ="
                        + " 'Lock' and application_name = 'herald'")) {
            return waiting.next();
        }
    }

    @Override
    public void close() throws SQLException {
        try (owner; observer) {
            owner.rollback();
        }
    }
}

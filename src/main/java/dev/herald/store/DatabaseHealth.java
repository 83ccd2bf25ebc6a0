package dev.herald.store;

import java.sql.SQLException;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Whether the ledger's database commits. */
final class DatabaseHealth extends AbstractHealthIndicator {
    private final GroupCommit database;

    DatabaseHealth(GroupCommit database) {
        super("The ledger's database does not answer");
        this.database = database;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws SQLException {
        boolean unused = database.note(session -> session.prepare("select 1").execute());
        health.up();
    }
}

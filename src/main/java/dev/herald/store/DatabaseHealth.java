package dev.herald.store;

import java.sql.SQLException;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Whether the ledger's database takes down what it is told: where its disk is full it still answers. */
final class DatabaseHealth extends AbstractHealthIndicator {
    private final GroupCommit database;

    DatabaseHealth(GroupCommit database) {
        super("The ledger's database does not commit");
        this.database = database;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws SQLException {
        int unused = database.note(session -> session.prepare("update herald_ledger set id = id").executeUpdate());
        health.up();
    }
}

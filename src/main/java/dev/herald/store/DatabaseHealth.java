package dev.herald.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Whether the ledger's database takes down what it is told: where its disk is full it still answers. */
final class DatabaseHealth implements HealthIndicator {
    private final GroupCommit database;
    private final InstantSource clock;

    DatabaseHealth(GroupCommit database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Health health() {
        try {
            int unused = database.note(session -> {
                // SQLite writes only what has changed
                PreparedStatement statement = session.prepare("update herald_ledger set checked_at = ?");
                statement.setLong(1, clock.millis());
                return statement.executeUpdate();
            });
            return Health.up().build();
        } catch (SQLException | RuntimeException e) {
            return Health.down().withDetail("problem", DatabaseProblem.text(e)).build();
        }
    }
}

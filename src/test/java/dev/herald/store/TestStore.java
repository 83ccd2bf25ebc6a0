package dev.herald.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A migrated database, opened by the production's wiring. */
public final class TestStore implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** Opens what the URL names. */
    public TestStore(String url, String... settings) {
        TestPropertyValues.of("spring.datasource.url=" + url).and(settings).applyTo(context);
        context.register(StoreConfiguration.class);
        context.registerBean(InstantSource.class, InstantSource::system);
        context.register(AutoConfigurations.getClasses(
                AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class)));
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    public GroupCommit commits() {
        return context.getBean(GroupCommit.class);
    }

    /** Whether no other process can be at work on it. */
    public boolean isExclusive() {
        return context.getBean(Database.class).isExclusive();
    }

    public DataSource source() {
        return context.getBean(DataSource.class);
    }

    public Health health() {
        return context.getBean(HealthIndicator.class).health();
    }

    /** Runs statements past the ledger. */
    public void execute(String... statements) throws SQLException {
        for (String sql : statements) {
            commits().run(session -> session.prepare(sql).execute());
        }
    }

    /** The first column of the first row. */
    public long number(String query) throws SQLException {
        return commits().run(session -> {
            try (ResultSet rows = session.prepare(query).executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    @Override
    public void close() {
        context.close();
    }
}

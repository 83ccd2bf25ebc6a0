package dev.herald.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.message.Turns;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the database that {@code spring.datasource} names; {@code spring.datasource.hikari} has the last word. */
@Configuration(proxyBeanMethods = false)
public class StoreConfiguration {

    @Bean
    Database database(DataSourceProperties properties) {
        return Database.of(properties.determineUrl());
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(DataSourceProperties properties, Database database) {
        HikariDataSource pool = properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
        pool.setPoolName("ledger");
        // milliseconds; whoever waits for a dead database waits this long
        pool.setConnectionTimeout(3000);
        // start-up waits for the database in Flyway (spring.flyway.connect-retries)
        pool.setInitializationFailTimeout(-1);
        database.configure(pool);
        return pool;
    }

    @Bean
    FlywayConfigurationCustomizer migrations(Database database) {
        return flyway -> {
            // the database may be shared with others
            flyway.table("herald_schema_history").baselineOnMigrate(true).baselineVersion("0");
            // what a newer Herald has written, an older one may misread
            flyway.ignoreMigrationPatterns(new String[0]);
            byte[] id = new byte[16];
            new SecureRandom().nextBytes(id);
            // counts only where the migration has not run yet
            flyway.placeholders(Map.of("ledgerId", HexFormat.of().formatHex(id)));
            if (flyway.getConnectRetries() == 0) {
                flyway.connectRetries(database.connectRetries());
            }
        };
    }

    @Bean
    GroupCommit groupCommit(HikariDataSource dataSource, Database database) {
        return new GroupCommit(dataSource, database, new LedgerFile(Database.file(dataSource.getJdbcUrl())),
                database.writers(dataSource.getMaximumPoolSize()));
    }

    @Bean
    Turns turns(GroupCommit commits, Database database) {
        return new JdbcTurns(commits, database.isExclusive(), System::nanoTime);
    }

    /** In the place of Spring Boot's, which would ask the pool for a connection that the ledger holds. */
    @Bean
    HealthIndicator dbHealthContributor(GroupCommit database) {
        return new DatabaseHealth(database, InstantSource.system());
    }

    @Bean
    DatabaseWatch databaseWatch(HealthIndicator dbHealthContributor) {
        return new DatabaseWatch(dbHealthContributor);
    }

    @Bean
    Schedule schedule(GroupCommit database, List<Deletion> deletions, DatabaseWatch watch,
            InstantSource clock) {
        Schedule schedule = new Schedule();
        Pruning pruning = new Pruning(database, deletions, clock, System::nanoTime);
        schedule.every(Duration.ofHours(1), pruning::run);
        schedule.every(Duration.ofSeconds(15), watch);
        return schedule;
    }
}

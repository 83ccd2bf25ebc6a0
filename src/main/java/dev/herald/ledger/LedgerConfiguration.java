package dev.herald.ledger;

import dev.herald.message.Cluster;
import dev.herald.message.LedgerId;
import dev.herald.message.later.AcceptedMessages;
import dev.herald.store.Database;
import dev.herald.store.Deletion;
import dev.herald.store.GroupCommit;
import dev.herald.store.Schedule;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the ledger. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

    @Bean
    Ledger ledger(GroupCommit commits, Database database, Epoch epoch, Cluster cluster, Schedule schedule,
            InstantSource clock) {
        Epochs epochs = new Epochs(commits, cluster, epoch, System::nanoTime);
        JdbcLedger ledger = new JdbcLedger(commits, database.isExclusive(), epochs, clock,
                System::nanoTime);
        schedule.every(Duration.ofSeconds(5), ledger::catchUp);
        return ledger;
    }

    @Bean
    AcceptedMessages acceptedMessages(GroupCommit commits) {
        return new AcceptedRows(commits);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Epoch epoch(GroupCommit commits, LedgerSettings settings) throws SQLException {
        return commits.run(session -> Epoch.opened(session, settings.cluster()));
    }

    @Bean
    LedgerId ledgerId(Epoch epoch) {
        return epoch.ledger();
    }

    @Bean
    Deletion oldLedgerRows(LedgerSettings settings) {
        return (session, now) -> Rows.prune(session, now.minus(settings.retention()).toEpochMilli(),
                Deletion.FEW);
    }
}

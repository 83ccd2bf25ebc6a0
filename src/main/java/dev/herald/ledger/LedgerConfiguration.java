package dev.herald.ledger;

import dev.herald.message.AcceptedMessages;
import dev.herald.message.LedgerId;
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
    Ledger ledger(GroupCommit commits, Database database, Schedule schedule) {
        JdbcLedger ledger = new JdbcLedger(commits, database.isExclusive(), InstantSource.system(), System::nanoTime);
        schedule.every(Duration.ofSeconds(5), ledger::catchUp);
        return ledger;
    }

    @Bean
    AcceptedMessages acceptedMessages(GroupCommit commits) {
        return new AcceptedRows(commits);
    }

    @Bean
    @DependsOnDatabaseInitialization
    LedgerId ledgerId(GroupCommit commits) throws SQLException {
        return commits.note(Rows::ledgerId);
    }

    @Bean
    Deletion oldLedgerRows(LedgerSettings settings) {
        return (session, now) -> Rows.prune(session, now.minus(settings.retention()).toEpochMilli(),
                Deletion.FEW);
    }
}

package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
    private static final String WORK = "herald.smtp.presets.default.reports.imap";
    private final AtomicLong now = new AtomicLong();

    @Test
    void oneReplicaAtATimeHasTheTurn() throws Exception {
        try (TestStore store = new TestStore(TestPostgres.shared().newDatabase())) {
            JdbcTurns first = turns(store);
            JdbcTurns second = turns(store);

            assertThat(first.isMine(WORK)).isTrue();
            assertThat(second.isMine(WORK)).isFalse();
            assertThat(second.isMine("another")).isTrue();
            assertThat(first.isMine(WORK)).isTrue();
        }
    }

    @Test
    void anotherTakesOverFromOneThatIsSilent() throws Exception {
        try (TestStore store = new TestStore(TestPostgres.shared().newDatabase())) {
            JdbcTurns silent = turns(store);
            JdbcTurns second = turns(store);
            silent.isMine(WORK);
            assertThat(second.isMine(WORK)).isFalse();

            now.addAndGet(Duration.ofSeconds(50).toNanos());
            silent.isMine(WORK);
            now.addAndGet(Duration.ofSeconds(50).toNanos());
            assertThat(second.isMine(WORK)).isFalse();
            now.addAndGet(Duration.ofSeconds(61).toNanos());

            assertThat(second.isMine(WORK)).isTrue();
            assertThat(silent.isMine(WORK)).isFalse();
        }
    }

    @Test
    void anotherTakesOverAtOnceFromOneThatEnds() throws Exception {
        try (TestStore store = new TestStore(TestPostgres.shared().newDatabase())) {
            JdbcTurns first = turns(store);
            first.isMine(WORK);

            first.end(WORK);

            assertThat(turns(store).isMine(WORK)).isTrue();
        }
    }

    @Test
    void theTurnOfADeadProcessCountsNothingWhereOneIsAlone(@TempDir Path folder) {
        try (TestStore store = new TestStore("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            turns(store).isMine(WORK);

            assertThat(turns(store).isMine(WORK)).isTrue();
        }
    }

    private JdbcTurns turns(TestStore store) {
        return new JdbcTurns(store.commits(), store.isExclusive(), now::get);
    }
}

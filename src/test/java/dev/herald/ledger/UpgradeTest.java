package dev.herald.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.TestClock;
import dev.herald.store.TestPostgres;
import dev.herald.store.TestStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger of a Herald that noted only claims and outcomes. */
class UpgradeTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final String HASH = "0123456789abcdef";
    private static final String CLAIM = "insert into herald_message (job_key, process_instance_key, state, owner,"
            + " claimed_at, lease_until, first_attempt_at, attempts) values (%d, 7, 'claimed', 'old/%1$d', 1, 2, 1, 1)";
    private final TestClock clock = new TestClock();

    @Test
    void itsClaimsCountAsHandedOverAndItCanClaimNoMore(@TempDir Path folder) throws SQLException {
        itsClaimsCountAsHandedOver("jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    @Test
    void itsClaimsCountAsHandedOverAndItCanClaimNoMoreInPostgres() throws SQLException {
        itsClaimsCountAsHandedOver(TestPostgres.shared().newDatabase());
    }

    private void itsClaimsCountAsHandedOver(String url) throws SQLException {
        try (TestStore old = new TestStore(url, "spring.flyway.target=3")) {
            old.execute(CLAIM.formatted(1), CLAIM.formatted(2),
                    "update herald_message set state = 'accepted', message_id = '<2@acme.example>' where job_key = 2");
        }
        try (TestStore store = new TestStore(url)) {
            JdbcLedger ledger = new JdbcLedger(store.commits(), store.isExclusive(), FakeCluster.epochs(store), clock,
                    clock::nanoTime);
            ledger.claim(new MessageRef(1, 7), HASH, LEASE);
            clock.pass(LEASE);

            assertThat(ledger.claim(new MessageRef(1, 7), HASH, LEASE)).isInstanceOf(Claim.Unconfirmed.class);
            assertThat(ledger.claim(new MessageRef(2, 7), HASH, LEASE))
                    .isEqualTo(new Claim.Settled(new Outcome.Accepted("<2@acme.example>", Map.of())));
            assertThat(ledger.claim(new MessageRef(3, 7), HASH, LEASE)).isInstanceOf(Claim.Granted.class);
            ledger.settle(new MessageRef(3, 7), new Outcome.Queued(), Progress.NONE);
            assertThatThrownBy(() -> store.execute(CLAIM.formatted(4))).isInstanceOf(SQLException.class);
        }
    }
}

package dev.herald.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.TestStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends LedgerContract {
    private final Path folder;

    SqliteLedgerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    TestStore open() {
        return new TestStore("jdbc:sqlite:" + folder.resolve("new folder/ledger.db"));
    }

    @Test
    void whatAnEarlierProcessHandedOverIsUnconfirmedAtOnce() {
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        clock.pass(LEASE);
        ledger.handOver(ref, Progress.NONE);

        assertThat(ledger().claim(ref, HASH, LEASE)).isEqualTo(unconfirmed(began, clock.instant(), false, Map.of()));
    }

    @Test
    void whatAnEarlierProcessOnlyClaimedIsGrantedAtOnce() {
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        JdbcLedger next = ledger();

        assertThat(next.find(ref)).isEmpty();
        assertThat(next.claim(ref, HASH, LEASE)).isEqualTo(granted(2, began));
    }

    @Test
    void anAttemptWhoseWorkerDiedIsNotedOnce() {
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        ledger.handOver(ref, Progress.NONE);
        JdbcLedger next = ledger();

        assertThat(next.find(ref)).contains(unconfirmed(began, began, false, Map.of()));
        clock.pass(LEASE);
        next.noteUnconfirmed(ref);
        clock.pass(LEASE);
        next.noteUnconfirmed(ref);
        assertThat(next.find(ref)).contains(unconfirmed(began, began.plus(LEASE), true, Map.of()));
        assertThat(next.reclaim(ref, HASH, LEASE, clock.instant())).isEqualTo(granted(2, clock.instant()));
        next.noteUnconfirmed(ref);
        assertThat(next.find(ref)).get().satisfies(heldUntil(clock.instant().plus(LEASE)));
    }

    @Test
    void aFullDiskRefusesClaimsAndLosesNoOutcome() throws SQLException {
        ledger.claim(ref, HASH, LEASE);
        int claimed = fillTheDisk();
        Outcome accepted = new Outcome.Accepted("<1@acme.example>", Map.of("rejectedRecipients", "r".repeat(5000)));

        assertThatThrownBy(() -> ledger.settle(ref, accepted, Progress.NONE))
                .isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> ledger.claim(ref, HASH, LEASE)).isInstanceOf(LedgerUnavailableException.class);
        store.execute("pragma max_page_count = 100000");
        ledger.catchUp();

        assertThat(ledger().claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(accepted));
        assertThat(store.number("select count(*) from herald_message where state = 'pending'")).isEqualTo(claimed);
        assertThat(ledger.claim(new MessageRef(1_000_000, 7), HASH, LEASE)).isInstanceOf(Claim.Granted.class);
    }

    private int fillTheDisk() throws SQLException {
        store.execute("pragma max_page_count = " + store.number("pragma page_count"));
        for (int i = 0;; i++) {
            try {
                ledger.claim(new MessageRef(1000 + i, 7), HASH, LEASE);
            } catch (LedgerUnavailableException e) {
                assertThat(e).hasStackTraceContaining("SQLITE_FULL");
                return i;
            }
        }
    }

    @Test
    void whatWasNotNotedIsAnsweredFromMemory() throws SQLException {
        ledger.claim(ref, HASH, LEASE);
        store.execute("alter table herald_message rename to elsewhere");
        assertThatThrownBy(() -> ledger.settle(ref, ACCEPTED, Progress.NONE))
                .isInstanceOf(LedgerUnavailableException.class);
        store.execute("alter table elsewhere rename to herald_message");
        clock.pass(Duration.ofHours(1));

        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
    }

    @Test
    void aClaimThatFailedIsGivenBackWithWhatWasKnown() throws SQLException {
        Progress some = new Progress(Set.of("1"), Set.of());
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Deferred("451", Duration.ZERO), some);
        store.execute("alter table herald_message rename to elsewhere");
        assertThatThrownBy(() -> ledger.claim(ref, HASH, LEASE)).isInstanceOf(LedgerUnavailableException.class);
        store.execute("alter table elsewhere rename to herald_message");

        assertThat(ledger.claim(ref, HASH, LEASE)).isInstanceOfSatisfying(Claim.Granted.class,
                granted -> assertThat(granted.attempts().progress()).isEqualTo(some));
    }
}

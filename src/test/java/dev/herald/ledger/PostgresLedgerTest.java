package dev.herald.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.TestPostgres;
import dev.herald.store.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest extends LedgerContract {

    @Override
    TestStore open() {
        return new TestStore(TestPostgres.shared().newDatabase());
    }

    @Test
    void aClaimOfAnotherReplicaIsHeldUntilItWasSeenForItsLease() {
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        ledger.handOver(ref, Progress.NONE);
        JdbcLedger other = ledger();
        clock.pass(LEASE.multipliedBy(3));

        assertThat(other.claim(ref, HASH, LEASE)).satisfies(heldUntil(clock.instant().plus(LEASE)));
        clock.pass(LEASE.dividedBy(2));
        assertThat(other.reclaim(ref, HASH, LEASE, clock.instant()))
                .satisfies(heldUntil(clock.instant().plus(LEASE.dividedBy(2))));
        clock.pass(LEASE.dividedBy(2));
        assertThat(other.claim(ref, HASH, LEASE)).isEqualTo(unconfirmed(began, began, false, Map.of()));
        assertThat(other.reclaim(ref, HASH, LEASE, clock.instant())).isEqualTo(granted(2, clock.instant()));
    }

    @Test
    void aClaimUnderWhichAnotherReplicaHandedNothingOverIsGrantedOnceItWasSeenForItsLease() {
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        JdbcLedger other = ledger();
        assertThat(other.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Held.class);
        assertThat(other.find(ref)).get().isInstanceOf(Claim.Held.class);
        clock.pass(LEASE);

        assertThat(other.find(ref)).isEmpty();
        assertThat(other.claim(ref, HASH, LEASE)).isEqualTo(granted(2, began));
    }

    @Test
    void aReplicaThatSleptThroughItsLeaseHandsNothingOver() {
        ledger.claim(ref, HASH, LEASE);
        JdbcLedger other = ledger();
        other.claim(ref, HASH, LEASE);
        clock.pass(LEASE);
        other.claim(ref, HASH, LEASE);

        assertThatThrownBy(() -> ledger.handOver(ref, Progress.NONE)).isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("another worker took it over");
        ledger.settle(ref, new Outcome.Unavailable("not noted", Duration.ZERO), Progress.NONE);
        other.handOver(ref, Progress.NONE);
    }

    @Test
    void aReplicaThatHandsOverAtTheLastMomentIsNotTakenOver() {
        ledger.claim(ref, HASH, LEASE);
        JdbcLedger other = ledger();
        other.claim(ref, HASH, LEASE);
        clock.pass(LEASE);
        ledger.handOver(ref, Progress.NONE);

        assertThat(other.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Unconfirmed.class);
    }

    @Test
    void aClockThatJumpsEndsNoClaimOfAnotherReplica() {
        ledger.claim(ref, HASH, LEASE);
        JdbcLedger other = ledger();
        assertThat(other.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Held.class);
        clock.set(Duration.ofDays(365));

        assertThat(other.claim(ref, HASH, LEASE)).satisfies(heldUntil(clock.instant().plus(LEASE)));
        assertThat(other.reclaim(ref, HASH, LEASE, clock.instant())).isInstanceOf(Claim.Held.class);
    }

    @Test
    void anotherReplicasNewClaimIsNotMistakenForItsOldOne() {
        JdbcLedger other = ledger();
        ledger.claim(ref, HASH, LEASE);
        other.claim(ref, HASH, LEASE);
        clock.pass(LEASE.dividedBy(2));
        ledger.settle(ref, new Outcome.Unavailable("down", Duration.ZERO), Progress.NONE);
        ledger.claim(ref, HASH, LEASE);
        clock.pass(LEASE.dividedBy(2));

        assertThat(other.claim(ref, HASH, LEASE)).satisfies(heldUntil(clock.instant().plus(LEASE)));
    }

    @Test
    void oneReplicaTakesOverWhatAnotherLeft() {
        JdbcLedger second = ledger();
        JdbcLedger third = ledger();
        ledger.claim(ref, HASH, LEASE);
        ledger.handOver(ref, Progress.NONE);
        second.claim(ref, HASH, LEASE);
        third.claim(ref, HASH, LEASE);
        clock.pass(LEASE);

        assertThat(second.reclaim(ref, HASH, LEASE, clock.instant())).isInstanceOf(Claim.Granted.class);
        assertThat(third.reclaim(ref, HASH, LEASE, clock.instant())).isInstanceOf(Claim.Held.class);
    }

    @Test
    void anOutcomeOfALostClaimDoesNotTouchTheNewOneUnlessItIsAnAcceptance() {
        JdbcLedger second = ledger();
        ledger.claim(ref, HASH, LEASE);
        ledger.handOver(ref, Progress.NONE);
        second.claim(ref, HASH, LEASE);
        clock.pass(LEASE);
        second.reclaim(ref, HASH, LEASE, clock.instant());

        ledger.settle(ref, new Outcome.Unavailable("down", Duration.ZERO), Progress.NONE);
        assertThat(ledger.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Held.class);
        ledger.settle(ref, ACCEPTED, Progress.NONE);
        second.settle(ref, new Outcome.Unavailable("down", Duration.ZERO), Progress.NONE);

        assertThat(second.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
    }

    @Test
    void grantsOneOfManyReplicasThatClaimAtOnce() throws Exception {
        List<JdbcLedger> replicas = List.of(ledger, ledger(), ledger(), ledger());
        List<Callable<Claim>> claims = new ArrayList<>();
        for (int message = 0; message < 200; message++) {
            MessageRef next = new MessageRef(1000 + message, 7);
            replicas.forEach(replica -> claims.add(() -> replica.claim(next, HASH, LEASE)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Claim> answers = threads.invokeAll(claims).stream().map(Future::resultNow).toList();

            assertThat(answers).filteredOn(Claim.Granted.class::isInstance).hasSize(200);
            assertThat(answers).filteredOn(Claim.Held.class::isInstance).hasSize(600);
        }
    }
}

package dev.herald.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.TestClock;
import dev.herald.store.TestStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a ledger promises, whichever database it lives in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerContract {
    static final Duration LEASE = Duration.ofSeconds(60);
    static final String HASH = "0123456789abcdef";
    private static final String OTHER_HASH = "fedcba9876543210";
    static final Outcome ACCEPTED = new Outcome.Accepted("<1@acme.example>", Map.of());
    final MessageRef ref = new MessageRef(2251799813685260L, 2251799813685250L);
    TestClock clock = new TestClock();
    TestStore store;
    JdbcLedger ledger;
    FakeCluster cluster = new FakeCluster();
    /** As herald.ledger.cluster has it. */
    String name = "";

    abstract TestStore open();

    @BeforeAll
    void openStore() {
        store = open();
    }

    @AfterAll
    void closeStore() {
        store.close();
    }

    @BeforeEach
    void emptyLedger() throws SQLException {
        store.execute("delete from herald_message", "update herald_ledger set marked_tenant = null");
        clock = new TestClock();
        cluster = new FakeCluster();
        ledger = ledger();
    }

    /** A process that works on the ledger. */
    JdbcLedger ledger() {
        return new JdbcLedger(store.commits(), store.isExclusive(), cluster.epochs(store, name, clock::nanoTime), clock,
                clock::nanoTime);
    }

    static Claim granted(int attempt, Instant first) {
        return new Claim.Granted(new Claim.Attempts(attempt, first, Progress.NONE));
    }

    static Consumer<Claim> heldUntil(Instant until) {
        return claim -> assertThat(claim).isInstanceOfSatisfying(Claim.Held.class,
                held -> assertThat(held.until()).isEqualTo(until));
    }

    /** An attempt that nobody knows the end of. */
    static Claim.Unconfirmed unconfirmed(Instant began, Instant over, boolean noted, Map<String, Object> known) {
        return new Claim.Unconfirmed(began, over, noted, known, new Claim.Attempts(1, began, Progress.NONE));
    }

    @Test
    void grantsAMessageThatItDoesNotKnow() {
        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(granted(1, clock.instant()));
    }

    @Test
    void remembersWhatWasAccepted() {
        Outcome accepted = new Outcome.Accepted("<ümlaut@acme.example>",
                Map.of("segments", 2, "rejectedRecipients", List.of("a\u0000@b.example", "\"q\"@c.example")));
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, accepted, Progress.NONE);

        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(accepted));
        assertThat(ledger.reclaim(ref, HASH, LEASE, clock.instant())).isEqualTo(new Claim.Settled(accepted));
        assertThat(ledger().claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(accepted));
    }

    @Test
    void remembersWhatWasQueued() {
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Queued(), Progress.NONE);

        assertThat(ledger().claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(new Outcome.Queued()));
    }

    @Test
    void grantsAgainWhatWasDeferredOrUnavailableAndCountsTheAttempts() {
        Instant first = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Unavailable("down", Duration.ZERO), Progress.NONE);
        clock.pass(Duration.ofMinutes(3));
        JdbcLedger second = ledger();
        assertThat(second.claim(ref, HASH, LEASE)).isEqualTo(granted(2, first));
        second.settle(ref, new Outcome.Deferred("451", Duration.ZERO), Progress.NONE);

        assertThat(ledger().claim(ref, HASH, LEASE)).isEqualTo(granted(3, first));
    }

    @Test
    void findsWhatStandsWithoutAClaim() {
        assertThat(ledger.find(ref)).isEmpty();
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        assertThat(ledger.find(ref)).get().satisfies(heldUntil(began.plus(LEASE)));
        ledger.settle(ref, new Outcome.Deferred("451", Duration.ZERO), Progress.NONE);
        assertThat(ledger.find(ref)).isEmpty();
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, ACCEPTED, Progress.NONE);
        assertThat(ledger.find(ref)).contains(new Claim.Settled(ACCEPTED));
        assertThat(ledger.find(new MessageRef(ref.jobKey(), 1))).contains(new Claim.Foreign(false));
    }

    @Test
    void letsPatienceStartAnewWhereAnIncidentWasRaised() {
        for (Outcome incident : List.of(new Outcome.OutOfPatience("4 h", Instant.EPOCH),
                new Outcome.Misconfigured("no preset"),
                new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "550"))) {
            ledger.claim(ref, HASH, LEASE);
            ledger.settle(ref, incident, Progress.NONE);
            clock.pass(Duration.ofHours(5));

            assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(granted(1, clock.instant()));
            ledger.settle(ref, new Outcome.Deferred("451", Duration.ZERO), Progress.NONE);
        }
    }

    @Test
    void holdsWhatIsInTheAirHoweverTheClockJumps() {
        ledger.claim(ref, HASH, LEASE);
        for (Duration jump : List.of(Duration.ofDays(400), Duration.ofDays(-800), Duration.ofDays(400))) {
            clock.set(jump);
            assertThat(ledger.claim(ref, HASH, LEASE)).satisfies(heldUntil(clock.instant().plus(LEASE)));
            assertThat(ledger.reclaim(ref, HASH, LEASE, clock.instant())).isInstanceOf(Claim.Held.class);
        }
        clock.pass(LEASE.multipliedBy(5));

        assertThat(ledger.reclaim(ref, HASH, LEASE, clock.instant())).satisfies(heldUntil(clock.instant()));
    }

    @Test
    void anAttemptWithoutAnAnswerStaysUnconfirmedUntilItIsReclaimed() {
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        ledger.handOver(ref, Progress.NONE);
        clock.pass(LEASE);
        ledger.settle(ref, new Outcome.Unconfirmed("the reply was lost"), Progress.NONE);
        clock.pass(Duration.ofDays(2));

        Claim unconfirmed = unconfirmed(began, began.plus(LEASE), true, Map.of());
        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(unconfirmed);
        assertThat(ledger().claim(ref, HASH, LEASE)).isEqualTo(unconfirmed);
        assertThat(ledger.reclaim(ref, HASH, LEASE, clock.instant())).isEqualTo(granted(2, clock.instant()));
        assertThat(ledger.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Held.class);
    }

    @Test
    void whatIsKnownOfAnUnconfirmedAttemptIsKeptAndDoesNotCountForTheNext() {
        Map<String, Object> known = Map.of("rejectedRecipients", List.of("bob@example.com"));
        Instant began = clock.instant();
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Unconfirmed("the reply was lost", known), Progress.NONE);
        assertThat(ledger().claim(ref, HASH, LEASE)).isEqualTo(unconfirmed(began, began, true, known));

        ledger.reclaim(ref, HASH, LEASE, clock.instant());
        ledger.settle(ref, new Outcome.Unconfirmed("the reply was lost again"), Progress.NONE);
        assertThat(ledger().claim(ref, HASH, LEASE)).isInstanceOfSatisfying(Claim.Unconfirmed.class,
                second -> assertThat(second.details()).isEmpty());
    }

    @Test
    void anUnconfirmedMessageThatWasFoundIsAcceptedWithoutAClaim() {
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Unconfirmed("the reply was lost"), Progress.NONE);
        ledger.settle(ref, ACCEPTED, Progress.NONE);

        assertThat(ledger.reclaim(ref, HASH, LEASE, clock.instant())).isEqualTo(new Claim.Settled(ACCEPTED));
    }

    @Test
    void remembersWhoHasTheMessageUntilTheRestIsSettled() {
        Progress some = new Progress(Set.of("1", "2"), Set.of("3"));
        for (Outcome outcome : List.of(new Outcome.Deferred("451", Duration.ZERO),
                new Outcome.Unavailable("down", Duration.ZERO), new Outcome.OutOfPatience("4 h", Instant.EPOCH),
                new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "550"))) {
            ledger.claim(ref, HASH, LEASE);
            ledger.handOver(ref, Progress.NONE);
            ledger.settle(ref, outcome, some);
            ledger = ledger();

            assertThat(ledger.claim(ref, HASH, LEASE)).isInstanceOfSatisfying(Claim.Granted.class,
                    granted -> assertThat(granted.attempts().progress()).isEqualTo(some));
            ledger.settle(ref, outcome, some);
        }
    }

    @Test
    void anUnconfirmedAttemptKeepsWhatWasCertainBeforeItHandedOver() {
        Progress before = new Progress(Set.of("1"), Set.of());
        ledger.claim(ref, HASH, LEASE);
        ledger.handOver(ref, Progress.NONE);
        ledger.handOver(ref, before);
        ledger.settle(ref, new Outcome.Unconfirmed("the reply was lost"), before);

        assertThat(ledger().reclaim(ref, HASH, LEASE, clock.instant())).isEqualTo(
                new Claim.Granted(new Claim.Attempts(2, clock.instant(), before)));
    }

    @Test
    void handsNothingOverWithoutAClaim() {
        assertThatThrownBy(() -> ledger.handOver(ref, Progress.NONE)).isInstanceOf(IllegalStateException.class);
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Unavailable("down", Duration.ZERO), Progress.NONE);
        assertThatThrownBy(() -> ledger.handOver(ref, Progress.NONE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void handsNothingOverWhereTheDatabaseHasLostTheClaim() throws SQLException {
        ledger.claim(ref, HASH, LEASE);
        store.execute("delete from herald_message");

        assertThatThrownBy(() -> ledger.handOver(ref, Progress.NONE)).isInstanceOf(LedgerUnavailableException.class);
        ledger.settle(ref, new Outcome.Unavailable("not noted", Duration.ZERO), Progress.NONE);
        assertThat(ledger.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void anAcceptanceIsNeverOverwritten() {
        ledger.settle(ref, ACCEPTED, Progress.NONE);
        ledger.settle(ref, new Outcome.Accepted("<2@acme.example>", Map.of()), Progress.NONE);
        ledger.settle(ref, new Outcome.Unavailable("down", Duration.ZERO), Progress.NONE);

        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
    }

    @Test
    void anAcceptanceWithAnIdThatNoDatabaseTakesIsNoted() {
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Accepted("SM\u0000\ud800", Map.of("\u0000", "\ud800")), Progress.NONE);

        assertThat(ledger.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Settled.class);
    }

    @Test
    void takesNoRowOfTheClusterBeforeForAnAnswerOnceThatWasSetUpAnew() throws SQLException {
        for (boolean atWork : List.of(true, false)) {
            emptyLedger();
            ledger.claim(ref, HASH, LEASE);
            ledger.handOver(ref, Progress.NONE);
            ledger.settle(ref, ACCEPTED, Progress.NONE);
            cluster.setUpAnew();
            ledger = atWork ? ledger : ledger();

            assertThat(ledger.claim(ref, OTHER_HASH, LEASE)).isEqualTo(new Claim.Foreign(false));
            assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Foreign(true));
            assertThat(ledger.reclaim(ref, OTHER_HASH, LEASE, clock.instant())).isEqualTo(new Claim.Foreign(false));
            assertThat(ledger.claim(another(), HASH, LEASE)).isInstanceOf(Claim.Granted.class);
            ledger.settle(another(), ACCEPTED, Progress.NONE);
            assertThat(ledger.claim(another(), HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));

            assertThat(ledger.reclaim(ref, HASH, LEASE, clock.instant())).isEqualTo(granted(1, clock.instant()));
            ledger.settle(ref, ACCEPTED, Progress.NONE);
            assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
        }
    }

    @Test
    void beginsAtOnceWithWhatTheClusterBeforeDidNotSend() {
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, new Outcome.Unavailable("down", Duration.ZERO), Progress.NONE);
        cluster.setUpAnew();
        clock.pass(Duration.ofDays(2));

        assertThat(ledger.claim(new MessageRef(ref.jobKey(), 1), OTHER_HASH, LEASE))
                .isEqualTo(granted(1, clock.instant()));
    }

    @Test
    void replicasAgreeOnANewCluster() {
        ledger.settle(ref, ACCEPTED, Progress.NONE);
        JdbcLedger other = ledger();
        other.claim(ref, HASH, LEASE);
        cluster.setUpAnew();
        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Foreign(true));
        ledger.claim(another(), HASH, LEASE);
        ledger.settle(another(), ACCEPTED, Progress.NONE);

        assertThat(other.claim(another(), HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
        assertThat(other.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Foreign(true));
    }

    @Test
    void anotherNameForTheClusterBeginsAnew() {
        ledger.settle(ref, ACCEPTED, Progress.NONE);
        name = "name " + System.nanoTime();
        JdbcLedger renamed = ledger();

        assertThat(renamed.find(ref)).isEmpty();
        assertThat(renamed.claim(ref, HASH, LEASE)).isInstanceOf(Claim.Granted.class);
        renamed.settle(ref, ACCEPTED, Progress.NONE);
        assertThat(renamed.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
        clock.pass(Duration.ofSeconds(10));
        assertThatThrownBy(() -> ledger.claim(ref, HASH, LEASE)).as("a Herald with the old name")
                .isInstanceOf(LedgerUnavailableException.class).hasMessageContaining("herald.ledger.cluster");
    }

    @Test
    void takesNothingForAnAnswerWhileTheClusterDoesNotSay() {
        ledger.settle(ref, ACCEPTED, Progress.NONE);
        cluster.silent = true;

        assertThatThrownBy(() -> ledger.claim(ref, HASH, LEASE)).isInstanceOf(LedgerUnavailableException.class);
        assertThat(ledger.claim(another(), HASH, LEASE)).isInstanceOf(Claim.Granted.class);
        cluster.silent = false;
        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
    }

    @Test
    void goesByContentWhereItHasNoRightToAskTheCluster() {
        cluster.forbidden = true;
        ledger.claim(ref, HASH, LEASE);
        ledger.settle(ref, ACCEPTED, Progress.NONE);

        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
        assertThat(ledger.claim(ref, OTHER_HASH, LEASE)).isEqualTo(new Claim.Foreign(false));
    }

    @Test
    void asksTheClusterNowAndThen() {
        for (int i = 0; i < 20; i++) {
            ledger.claim(new MessageRef(1000 + i, 7), HASH, LEASE);
        }
        assertThat(cluster.asked).isOne();
        clock.pass(Duration.ofSeconds(10));
        ledger.claim(another(), HASH, LEASE);
        assertThat(cluster.asked).isEqualTo(2);
    }

    private MessageRef another() {
        return new MessageRef(ref.jobKey() + 1, ref.processInstanceKey());
    }

    @Test
    void refusesARowOfAnotherCluster() {
        ledger.settle(ref, ACCEPTED, Progress.NONE);
        MessageRef sameKey = new MessageRef(ref.jobKey(), 4503599627370500L);

        assertThat(ledger.claim(sameKey, HASH, LEASE)).isEqualTo(new Claim.Foreign(false));
        assertThat(ledger.reclaim(sameKey, HASH, LEASE, clock.instant())).isEqualTo(new Claim.Foreign(false));
        ledger.settle(sameKey, new Outcome.Accepted("<2@acme.example>", Map.of()), Progress.NONE);
        assertThat(ledger.claim(ref, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
    }

    @Test
    void grantsOneOfManyThatClaimAtOnce() throws Exception {
        List<MessageRef> messages = IntStream.range(0, 40).mapToObj(i -> new MessageRef(1000 + i, 7)).toList();
        List<Callable<Claim>> claims = messages.stream().flatMap(
                message -> IntStream.range(0, 8)
                        .mapToObj(i -> (Callable<Claim>) () -> ledger.claim(message, HASH, LEASE)))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Claim> answers = threads.invokeAll(claims).stream().map(Future::resultNow).toList();

            assertThat(answers).filteredOn(Claim.Granted.class::isInstance).hasSameSizeAs(messages);
            assertThat(answers).filteredOn(Claim.Held.class::isInstance).hasSize(claims.size() - messages.size());
        }
    }

    @Test
    void aBrokenPieceOfWorkDoesNotHarmItsNeighbours() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<Object>> work = IntStream.range(0, 200).mapToObj(i -> (Callable<Object>) () -> {
                if (i % 10 == 0) {
                    assertThatThrownBy(() -> store.execute("insert into herald_message (job_key) values (1)"))
                            .isInstanceOf(SQLException.class);
                    return "broken";
                }
                MessageRef message = new MessageRef(ThreadLocalRandom.current().nextLong(), 7);
                return ledger.claim(message, HASH, LEASE);
            }).toList();

            assertThat(threads.invokeAll(work).stream().map(Future::resultNow))
                    .filteredOn(Claim.Granted.class::isInstance).hasSize(180);
        }
    }

    @Test
    void prunesWhatIsOldAndNotOpen() throws SQLException {
        List<Outcome> outcomes = List.of(ACCEPTED, new Outcome.Queued(), new Outcome.Deferred("451", Duration.ZERO),
                new Outcome.Unconfirmed("the reply was lost"));
        for (int i = 0; i < outcomes.size(); i++) {
            ledger.claim(new MessageRef(i, 7), HASH, LEASE);
            ledger.settle(new MessageRef(i, 7), outcomes.get(i), Progress.NONE);
        }
        ledger.claim(new MessageRef(99, 7), HASH, LEASE);
        long now = clock.millis();

        assertThat(prune(now, 2)).isZero();
        assertThat(prune(now + 1, 2)).isEqualTo(2);
        assertThat(prune(now + 1, 2)).isEqualTo(1);
        assertThat(prune(now + 1, 2)).isZero();
        assertThat(ledger.claim(new MessageRef(3, 7), HASH, LEASE)).isInstanceOf(Claim.Unconfirmed.class);
        assertThat(ledger.claim(new MessageRef(99, 7), HASH, LEASE)).isInstanceOf(Claim.Held.class);
        assertThat(ledger.claim(new MessageRef(0, 7), HASH, LEASE)).isInstanceOf(Claim.Granted.class);
    }

    private int prune(long before, int most) throws SQLException {
        return store.commits().run(session -> Rows.prune(session, before, most));
    }
}

package dev.herald.dispatch;

import static dev.herald.dispatch.FakeLedger.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.ledger.Claim;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.HandoverMark.NotNotedException;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.OutOfPatience;
import dev.herald.message.Outcome.Refused;
import dev.herald.message.Outcome.Skipped;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest extends DispatchFixture {
    @Test
    void sendsAndNotesTheAcceptanceBeforeItAnswers() {
        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
        assertThat(ledger.settled).containsExactly(FakeDelivery.ACCEPTED);
    }

    @Test
    void sendsNothingWhereNothingIsToBeSent() {
        assertThat(withoutSending()).isEqualTo(new Skipped());
        assertThat(delivery.sent).isZero();
    }

    @Test
    void remembersThatItWasSentEvenIfNothingIsToBeSentAnyMore() {
        ledger.claim = new Claim.Settled(FakeDelivery.ACCEPTED);
        assertThat(withoutSending()).isEqualTo(FakeDelivery.ACCEPTED);

        preparation = new Preparation.NotSendable(new Misconfigured("no such preset"));
        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);

        params = RequiredParams.named("orderId", Map.of());
        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void waitsForTheLedgerBeforeItSaysThatNothingWasSent() {
        ledger.claimsFail = true;

        assertThat(withoutSending()).isInstanceOf(Unavailable.class);
    }

    @Test
    void refusesBeforeAnythingIsSentWhereAParamIsMissing() {
        params = RequiredParams.named("orderId", Map.of());

        assertThat(dispatch()).isInstanceOf(Refused.class);
        assertThat(prepared).isEmpty();
        assertThat(delivery.sent).isZero();
    }

    @Test
    void refusesWhatAGuardrailForbids() {
        guardrails = guardrails(List.of("acme.example"), null);

        assertThat(dispatch()).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
        assertThat(delivery.sent).isZero();
    }

    @Test
    void redirectsForStagingAndNamesTheOriginal() {
        guardrails = guardrails(List.of(), "qa@acme.example");

        dispatch();

        assertThat(prepared).last().isInstanceOfSatisfying(Email.class, email -> {
            assertThat(email.recipient()).containsExactly("qa@acme.example");
            assertThat(email.subject()).isEqualTo("[for ann@example.com] Hi {{name}}");
        });
    }

    @Test
    void sendsNothingOverBudget() {
        overBudget = Optional.of(new Refused(ErrorCode.NOT_ALLOWED, "used up"));

        assertThat(dispatch()).isEqualTo(overBudget.get());
        assertThat(delivery.sent).isZero();
        assertThat(ledger.settled).containsExactly(overBudget.get());
    }

    @Test
    void completesWithoutSendingWhatWasAcceptedBefore() {
        ledger.claim = new Claim.Settled(FakeDelivery.ACCEPTED);

        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
        assertThat(delivery.sent).isZero();
    }

    @Test
    void leavesALiveWorkersMessageAlone() {
        ledger.claim = new Claim.Held(now, now.plusSeconds(40));

        assertThat(dispatch()).isEqualTo(
                new Unavailable("Another worker is about this message.", Duration.ofSeconds(40)));
        assertThat(delivery.sent).isZero();
    }

    @Test
    void sendsNothingWithoutALedger() {
        ledger.claimsFail = true;

        assertThat(dispatch()).isInstanceOf(Unavailable.class);
        assertThat(delivery.sent).isZero();
    }

    @Test
    void raisesAnIncidentWhereTheLedgerStaysAway() {
        ledger.claimsFail = true;
        for (Instant end = now.plus(PATIENCE); now.isBefore(end); now = now.plusSeconds(300)) {
            assertThat(dispatch()).isInstanceOf(Unavailable.class);
        }

        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
    }

    @Test
    void waitsAsLongForAMessageThatComesLateInAnOutageOfTheLedger() {
        ledger.claimsFail = true;
        dispatch();
        now = now.plus(PATIENCE);

        assertThat(dispatch(new MessageRef(3, 4))).isInstanceOf(Unavailable.class);
        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
        assertThat(dispatch()).as("the incident was retried").isInstanceOf(Unavailable.class);
    }

    @Test
    void countsALaterOutageOfTheLedgerOnItsOwn() {
        ledger.claimsFail = true;
        dispatch();
        ledger.claimsFail = false;
        dispatch(new MessageRef(3, 4));
        ledger.claimsFail = true;
        now = now.plus(PATIENCE);

        assertThat(dispatch()).isInstanceOf(Unavailable.class);
    }

    @Test
    void completesWhatTheProviderAcceptedEvenIfTheLedgerFailsThen() {
        ledger.settlingFails = true;

        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void givesTheClaimBackWhereTheDeliveryFailsBeforeItHandsOver() {
        delivery.send = attempt -> {
            throw new OutOfMemoryError();
        };

        assertThatThrownBy(this::dispatch).isInstanceOf(OutOfMemoryError.class);
        assertThat(ledger.givenBack).isOne();
    }

    @Test
    void handsNothingOverThatTheLedgerDoesNotNote() {
        ledger.marksFail = true;
        delivery.send = attempt -> {
            assertThatThrownBy(() -> attempt.mark().set(Progress.NONE)).isInstanceOf(NotNotedException.class)
                    .hasMessage("down Nothing was sent.");
            return new Sent(new Unavailable("not noted", Duration.ZERO));
        };

        assertThat(dispatch()).isInstanceOf(Unavailable.class);
    }

    @Test
    void keepsWhoHasTheMessageOverAttemptsAndConcludesWithThemWhenPatienceEnds() {
        Progress some = new Progress(Set.of("1"), Set.of("2"));
        ledger.claim = new Claim.Granted(new Claim.Attempts(7, now, some));
        delivery.answer = new Deferred("451", Duration.ZERO);
        List<Progress> known = new ArrayList<>();
        delivery.send = attempt -> {
            known.add(attempt.progress());
            return new Sent(delivery.answer, some);
        };

        assertThat(dispatch()).isInstanceOf(Deferred.class);
        assertThat(ledger.settledProgress).isEqualTo(some);
        now = now.plus(PATIENCE);
        assertThat(dispatch()).isEqualTo(delivery.concluded);
        assertThat(ledger.settledProgress).isEqualTo(some);
        delivery.concluded = new Refused(ErrorCode.RECIPIENT_REJECTED, "550");
        assertThat(dispatch()).isEqualTo(delivery.concluded);
        assertThat(ledger.settledProgress).as("an incident's retry tries the others again")
                .isEqualTo(new Progress(Set.of("1"), Set.of()));
        assertThat(known).containsOnly(some);
    }

    @Test
    void sendsAgainOnlyToThoseWhoAreNotKnownToHaveIt() {
        Progress before = new Progress(Set.of("1"), Set.of());
        ledger.claim = new Claim.Unconfirmed(now, now, true, Map.of(), new Claim.Attempts(1, now, before));
        decision = OnUnconfirmed.RESEND;
        List<Progress> known = new ArrayList<>();
        delivery.send = attempt -> {
            known.add(attempt.progress());
            return new Sent(FakeDelivery.ACCEPTED, attempt.progress());
        };

        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
        assertThat(known).containsExactly(before);
    }

    @Test
    void tellsSinceWhenAndHowOftenAMessageWasTriedAndThroughWhat() {
        ledger.claim = granted(3, now);
        delivery.answer = new Deferred("451", Duration.ZERO);

        Report report = dispatcher().dispatch(action(new MessageRef(1, 2)), background);

        assertThat(report).isEqualTo(
                new Report(report.outcome(), now, 3, delivery.route().setting(), delivery.messageId()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsAtTheEndOfPatienceWhetherTheProviderOnlyWantedLess(boolean pushback) {
        ledger.claim = granted(7, now.minus(PATIENCE));
        for (Outcome last : List.of(new Deferred("slower", Duration.ofSeconds(9), pushback, ProviderReply.NONE),
                new Unavailable("fewer", Duration.ofSeconds(9), pushback, ProviderReply.NONE))) {
            delivery.answer = last;

            assertThat(dispatch()).isInstanceOfSatisfying(OutOfPatience.class,
                    over -> assertThat(over.pushback()).isEqualTo(pushback));
        }
    }

    @Test
    void isPatientWithAnotherWorkerAsWithAProvider() {
        ledger.claim = new Claim.Held(now, now.plusSeconds(40));
        now = now.plus(PATIENCE);

        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
    }

    @Test
    void pausesLongerWithEachAttempt() {
        delivery.answer = new Deferred("later", Duration.ZERO);
        ledger.claim = granted(1, now);
        assertThat(dispatch()).isInstanceOfSatisfying(Deferred.class,
                deferred -> assertThat(deferred.retryIn()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
        ledger.claim = granted(30, now);
        assertThat(dispatch()).isInstanceOfSatisfying(Deferred.class,
                deferred -> assertThat(deferred.retryIn()).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5)));
    }

    @Test
    void waitsAtLeastAsLongAsTheProviderAsks() {
        delivery.answer = new Deferred("later", Duration.ofMinutes(20));

        assertThat(dispatch()).isInstanceOfSatisfying(Deferred.class, deferred -> assertThat(deferred.retryIn())
                .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(20).plusSeconds(2)));
    }

    @Test
    void waitsNoLongerThanPatienceWhateverTheProviderAsks() {
        delivery.answer = new Deferred("later", Duration.ofHours(24));
        ledger.claim = granted(1, now);
        now = now.plus(PATIENCE).minusSeconds(600);

        assertThat(dispatch()).isInstanceOfSatisfying(Deferred.class, deferred -> assertThat(deferred.retryIn())
                .isBetween(Duration.ofSeconds(600), Duration.ofSeconds(602)));
    }

    @Test
    void waitsAnOutageOutUntilPatienceEnds() {
        delivery.answer = new Unavailable("connection refused", Duration.ZERO);
        ledger.claim = granted(3, now);
        now = now.plus(PATIENCE).minusSeconds(1);
        assertThat(dispatch()).isInstanceOf(Unavailable.class);
        now = now.plusSeconds(1);
        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
    }

    @Test
    void waitsWithinPatienceForWhatIsInTheWayOfComposing() {
        preparation = new Preparation.NotSendable(new Unavailable("busy", Duration.ZERO));

        assertThat(dispatch()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        ledger.claim = granted(9, now.minus(PATIENCE));

        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
    }
}

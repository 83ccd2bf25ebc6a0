package dev.herald.dispatch;

import static dev.herald.dispatch.FakeLedger.unconfirmed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.ledger.Claim;
import dev.herald.message.Delivery.Search;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome.Accepted;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.Resend;
import dev.herald.message.Outcome.Skipped;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import dev.herald.message.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoubtsTest extends DispatchFixture {
    @Test
    void doesNotSayThatAnUnconfirmedMessageWasNotSentUntilAnOperatorDoes() {
        ledger.claim = unconfirmed(now, false, Map.of());
        decision = OnUnconfirmed.RESEND;
        assertThat(withoutSending()).isInstanceOf(Unconfirmed.class);
        assertThat(withoutSending()).isEqualTo(new Skipped());

        decision = OnUnconfirmed.ASSUME_SENT;
        assertThat(withoutSending()).isInstanceOf(Accepted.class);
    }

    @Test
    void neverResendsAnUnconfirmedMessageOnItsOwn() {
        ledger.claim = unconfirmed(now, true, Map.of());

        assertThat(dispatch()).isInstanceOf(Unconfirmed.class);
        assertThat(delivery.sent).isZero();
    }

    @Test
    void tellsWhereToLookForAnUnconfirmedMessageAndThatNothingWasDecided() {
        ledger.claim = unconfirmed(now, false, Map.of());
        assertThat(dispatch()).isInstanceOfSatisfying(Unconfirmed.class, told -> assertThat(told.reason())
                .contains(delivery.route().setting(), delivery.trace()).doesNotContain("onUnconfirmed"));
        assertThat(dispatch()).isInstanceOfSatisfying(Unconfirmed.class,
                told -> assertThat(told.reason()).contains("onUnconfirmed does not say"));
    }

    @Test
    void saysWhatIsWrongWithTheDecisionAboutAnUnconfirmedMessage() {
        ledger.claim = unconfirmed(now, true, Map.of());

        assertThat(dispatcher().withoutSending(new MessageRef(1, 2), null,
                new Misconfigured("onUnconfirmed: must be a word.")).outcome())
                .isInstanceOfSatisfying(Unconfirmed.class,
                        told -> assertThat(told.reason()).endsWith("onUnconfirmed: must be a word."));
    }

    @Test
    void keepsWhatIsKnownOfAnUnconfirmedMessageThatIsAssumedSent() {
        Map<String, Object> known = Map.of("rejectedRecipients", List.of("bob@example.com"));
        delivery.answer = new Unconfirmed("reply lost.", known);
        delivery.onUnconfirmed = OnUnconfirmed.ASSUME_SENT;
        assertThat(dispatch()).isEqualTo(delivery.assumeAccepted(Progress.NONE).with(known).with(ASSUMED));

        ledger.claim = unconfirmed(now, true, known);
        assertThat(dispatch()).isEqualTo(delivery.assumeAccepted(Progress.NONE).with(known).with(ASSUMED));
    }

    @Test
    void acceptsWhatTheProviderStillKnowsOf() {
        ledger.claim = unconfirmed(now, true, Map.of());
        delivery.found = new Search.Found(FakeDelivery.ACCEPTED);

        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
        assertThat(delivery.sent).isZero();
    }

    @Test
    void resendsWhereAnOperatorSaysSo() {
        ledger.claim = unconfirmed(now, true, Map.of());
        decision = OnUnconfirmed.RESEND;

        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
        assertThat(delivery.sent).isEqualTo(1);
    }

    @Test
    void assumesItWasSentWhereAnOperatorSaysSo() {
        ledger.claim = unconfirmed(now, true, Map.of());
        decision = OnUnconfirmed.ASSUME_SENT;

        assertThat(dispatch()).isEqualTo(delivery.assumeAccepted(Progress.NONE).with(ASSUMED));
        assertThat(delivery.sent).isZero();
    }

    @Test
    void keepsWhatTheLedgerKnowsOfAMessageWhoseWorkerDiedAndThatIsAssumedSent() {
        Progress rejected = new Progress(Set.of("1"), Set.of("2"));
        for (boolean noted : List.of(true, false)) {
            ledger.claim = new Claim.Unconfirmed(now, now, noted, Map.of(), new Claim.Attempts(1, now, rejected));
            decision = noted ? OnUnconfirmed.ASSUME_SENT : null;
            delivery.onUnconfirmed = noted ? OnUnconfirmed.INCIDENT : OnUnconfirmed.ASSUME_SENT;

            assertThat(dispatch()).isInstanceOfSatisfying(Accepted.class, assumed -> assertThat(assumed.details())
                    .isEqualTo(Map.of("rejectedRecipients", List.of("2"), "assumed", true)));
        }
        assertThat(delivery.sent).isZero();
    }

    @Test
    void anOperatorsDecisionDoesNotCoverTheNextUnconfirmedAttempt() {
        decision = OnUnconfirmed.RESEND;
        delivery.answer = new Unconfirmed("reply lost.");

        assertThat(dispatch()).isEqualTo(new Unconfirmed("reply lost. " + delivery.trace()));
    }

    @Test
    void anOperatorsDecisionDoesNotCoverAnAttemptThatNobodyWasToldOf() {
        ledger.claim = unconfirmed(now, false, Map.of());
        decision = OnUnconfirmed.RESEND;

        assertThat(dispatch()).isInstanceOf(Unconfirmed.class);
        assertThat(delivery.sent).isZero();
        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void waitsForAProviderThatDoesNotSayWhetherItTookTheMessage() {
        ledger.claim = unconfirmed(now, true, Map.of());
        delivery.found = new Search.Unanswered("503");
        delivery.onUnconfirmed = OnUnconfirmed.RESEND;

        assertThat(dispatch()).isInstanceOf(Unavailable.class);
        now = now.plus(PATIENCE).minusSeconds(1);
        assertThat(dispatch()).isInstanceOf(Unavailable.class);
        now = now.plusSeconds(1);
        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void anOperatorNeedNotWaitForTheProviderToSay() {
        ledger.claim = unconfirmed(now, true, Map.of());
        delivery.found = new Search.Unanswered("503");
        decision = OnUnconfirmed.ASSUME_SENT;

        assertThat(dispatch()).isEqualTo(delivery.assumeAccepted(Progress.NONE).with(ASSUMED));
    }

    @Test
    void isUnconfirmedWhereTheDeliveryFailsInTheAct() {
        Progress before = new Progress(Set.of("1"), Set.of());
        delivery.send = attempt -> {
            handOver(attempt, before);
            throw new OutOfMemoryError();
        };

        assertThatThrownBy(this::dispatch).isInstanceOf(OutOfMemoryError.class);
        assertThat(ledger.settled).singleElement().isInstanceOf(Unconfirmed.class);
        assertThat(ledger.settledProgress).isEqualTo(before);
    }

    @Test
    void resendsWhatTheProviderDoesNotListMinutesLater() {
        delivery.onUnconfirmed = OnUnconfirmed.RESEND_IF_UNLISTED;
        delivery.answer = new Unconfirmed("reply lost.");
        assertThat(dispatchSms()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).hasMinutes(5));
        assertThat(ledger.settled).singleElement().isInstanceOf(Unconfirmed.class);

        ledger.claim = unconfirmed(now, true, Map.of());
        delivery.answer = FakeDelivery.ACCEPTED;
        now = now.plusSeconds(299);
        assertThat(dispatchSms()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).hasSeconds(1));
        assertThat(delivery.sent).isEqualTo(1);
        now = now.plusSeconds(1);
        delivery.found = new Search.Unanswered("503");
        assertThat(dispatchSms()).isInstanceOf(Unavailable.class);
        delivery.found = new Search.NotFound();
        assertThat(dispatchSms()).isEqualTo(FakeDelivery.ACCEPTED);
        assertThat(ledger.patientSince).as("patience goes on").isEqualTo(Instant.EPOCH);
    }

    @Test
    void leavesWhatIsUnlistedAgainAndAgainToAnOperatorWhenPatienceEnds() {
        delivery.onUnconfirmed = OnUnconfirmed.RESEND_IF_UNLISTED;
        ledger.claim = unconfirmed(now, true, Map.of());
        now = now.plus(PATIENCE);
        assertThat(dispatchSms()).isInstanceOf(Unconfirmed.class);

        decision = OnUnconfirmed.RESEND_IF_UNLISTED;
        assertThat(dispatchSms()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void resendsNoEmailBecauseNobodyCanBeAskedForIt() {
        decision = OnUnconfirmed.RESEND_IF_UNLISTED;
        ledger.claim = unconfirmed(now, true, Map.of());
        now = now.plus(Duration.ofMinutes(6));

        assertThat(dispatch()).isInstanceOf(Unconfirmed.class);
        assertThat(delivery.sent).isZero();
    }

    @Test
    void spendsARetryBeforeItResendsWhatAWorkerDiedOver() {
        delivery.onUnconfirmed = OnUnconfirmed.RESEND;
        ledger.claim = unconfirmed(now, false, Map.of());

        assertThat(dispatch()).isInstanceOf(Resend.class);
        assertThat(delivery.sent).isZero();
        assertThat(dispatch()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void spendsARetryWhereThePresetResends() {
        delivery.onUnconfirmed = OnUnconfirmed.RESEND;
        delivery.answer = new Unconfirmed("reply lost.");

        assertThat(dispatch()).isInstanceOfSatisfying(Resend.class,
                later -> assertThat(later.reason()).contains("sends it again", ".on-unconfirmed"));
        assertThat(ledger.settled).containsExactly(new Unconfirmed("reply lost. " + delivery.trace()));
    }
}

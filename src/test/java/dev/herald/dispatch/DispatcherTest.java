package dev.herald.dispatch;

import static dev.herald.dispatch.FakeLedger.granted;
import static dev.herald.dispatch.FakeLedger.unconfirmed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.guardrail.GuardrailSettings;
import dev.herald.guardrail.Guardrails;
import dev.herald.ledger.Claim;
import dev.herald.message.Attempt;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Delivery.Search;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.Documents;
import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.HandoverMark.NotNotedException;
import dev.herald.message.LedgerId;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Accepted;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.Accepted;
import dev.herald.message.Outcome.OutOfPatience;
import dev.herald.message.Outcome.Queued;
import dev.herald.message.Outcome.Refused;
import dev.herald.message.Outcome.Resend;
import dev.herald.message.Outcome.Skipped;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import dev.herald.message.Sms;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.DocumentContent;
import dev.herald.message.text.BodyFormat;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class DispatcherTest {
    private static final Duration PATIENCE = Duration.ofHours(4);
    private static final Map<String, Object> ASSUMED = Map.of("assumed", true);
    private final FakeLedger ledger = new FakeLedger();
    private final FakeDelivery delivery = new FakeDelivery();
    private final List<Message> prepared = new ArrayList<>();
    private final List<Message> handedOver = new ArrayList<>();
    private Preparation preparation = new Preparation.Ready(delivery);
    private GuardrailSettings guardrails = guardrails(List.of(), null);
    private Instant now = Instant.EPOCH;

    private Documents.@Nullable Fetch documents;
    private boolean unreadable;

    private Optional<Outcome> overBudget = Optional.empty();
    private boolean async;
    private @Nullable OnUnconfirmed decision;
    private RequiredParams params = RequiredParams.NONE;
    private BackgroundHandover background = message -> {
        handedOver.add(message);
        return new Queued();
    };

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
    void doesNotSayThatAnUnconfirmedMessageWasNotSentUntilAnOperatorDoes() {
        ledger.claim = unconfirmed(now, false, Map.of());
        decision = OnUnconfirmed.RESEND;
        assertThat(withoutSending()).isInstanceOf(Unconfirmed.class);
        assertThat(withoutSending()).isEqualTo(new Skipped());

        decision = OnUnconfirmed.ASSUME_SENT;
        assertThat(withoutSending()).isInstanceOf(Accepted.class);
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
    void reportsAWrongPresetInTheCallingProcessEvenIfAsync() {
        async = true;
        preparation = new Preparation.NotSendable(new Misconfigured("no such preset"));

        assertThat(dispatch()).isEqualTo(new Misconfigured("no such preset"));
        assertThat(handedOver).isEmpty();
    }

    @Test
    void handsAnAsyncActionOverWithItsPlaceholdersReplaced() {
        async = true;
        params = RequiredParams.named("name", Map.of("name", "Ann"));

        assertThat(dispatch()).isEqualTo(new Queued());
        assertThat(handedOver).singleElement().isEqualTo(RequiredParamsTest.email("Hi Ann", "Hello", BodyFormat.TEXT));
        assertThat(ledger.settled).containsExactly(new Queued());
        assertThat(delivery.sent).isZero();
    }

    @Test
    void handsOverAgainWhereNobodyKnowsWhetherTheEngineTookItWhileTheEngineWouldNotice() {
        async = true;
        ledger.claim = unconfirmed(now.minus(Duration.ofHours(23)), true, Map.of());

        assertThat(dispatch()).isEqualTo(new Queued());
        assertThat(handedOver).hasSize(1);
    }

    @Test
    void asksAnOperatorWhereTheEngineMayHaveForgottenTheHandOver() {
        async = true;
        ledger.claim = unconfirmed(now.minus(Duration.ofHours(25)), true, Map.of());

        assertThat(dispatch()).isInstanceOf(Unconfirmed.class);
        assertThat(handedOver).isEmpty();
    }

    @Test
    void isQueuedOnceTheEngineTookTheHandOverEvenIfTheLedgerFailsThen() {
        async = true;
        ledger.settlingFails = true;

        assertThat(dispatch()).isEqualTo(new Queued());
    }

    @Test
    void waitsWhereTheEngineDoesNotTakeTheHandOver() {
        async = true;
        background = message -> {
            throw new IllegalStateException();
        };

        assertThat(dispatch()).isInstanceOf(Unavailable.class);
    }

    @Test
    void saysWhatTheHandOverLacksAndForgetsAnAttemptThatCannotHaveSucceeded() {
        async = true;
        background = message -> new Misconfigured("no such process");

        assertThat(dispatch()).isEqualTo(new Misconfigured("no such process"));
        assertThat(ledger.settled).singleElement().isInstanceOf(Misconfigured.class);
    }

    @Test
    void remembersAnEarlierHandOverThatMayHaveSucceededThoughNowSomethingIsLacking() {
        async = true;
        ledger.claim = granted(2, now);
        background = message -> new Misconfigured("no such process");

        assertThat(dispatch()).isEqualTo(new Misconfigured("no such process"));
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESEND", "ASSUME_SENT"})
    void anOperatorSettlesAHandOverThatTheEngineMayHaveForgotten(OnUnconfirmed settled) {
        async = true;
        decision = settled;
        for (Claim forgotten : List.of(unconfirmed(now.minus(Duration.ofHours(25)), true, Map.of()),
                granted(7, now.minus(Duration.ofHours(25))))) {
            handedOver.clear();
            ledger.claim = forgotten;

            assertThat(dispatch()).isEqualTo(new Queued());
            assertThat(handedOver).hasSize(settled == OnUnconfirmed.RESEND ? 1 : 0);
        }
    }

    @Test
    void asksAnOperatorWhereAHandOverThatMayHaveSucceededIsADayOld() {
        async = true;
        ledger.claim = granted(7, now.minus(Duration.ofHours(25)));

        assertThat(dispatch()).isInstanceOf(Unconfirmed.class);
        assertThat(handedOver).isEmpty();
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class); // keeps when it began
    }

    @Test
    void remembersWhenAHandOverBeganThoughPatienceEnds() {
        async = true;
        ledger.claim = granted(7, now.minus(PATIENCE));
        background = message -> {
            throw new IllegalStateException();
        };

        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
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
    void spendsARetryWhereThePresetResends() {
        delivery.onUnconfirmed = OnUnconfirmed.RESEND;
        delivery.answer = new Unconfirmed("reply lost.");

        assertThat(dispatch()).isInstanceOfSatisfying(Resend.class,
                later -> assertThat(later.reason()).contains("sends it again", ".on-unconfirmed"));
        assertThat(ledger.settled).containsExactly(new Unconfirmed("reply lost. " + delivery.trace()));
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

    private Outcome dispatch() {
        return dispatch(new MessageRef(1, 2));
    }

    private Outcome dispatch(MessageRef ref) {
        return dispatcher().dispatch(action(ref), background).outcome();
    }

    private Outcome dispatchSms() {
        return dispatcher().dispatch(
                new Action(new MessageRef(1, 2), new Sms(null, "+15551234567", "Hello", List.of(), null, null, null),
                        params, async, decision),
                background).outcome();
    }

    private Action action(MessageRef ref) {
        return new Action(ref, RequiredParamsTest.email("Hi {{name}}", "Hello", BodyFormat.AUTO), params, async,
                decision);
    }

    private static void handOver(Attempt attempt, Progress before) {
        try {
            attempt.mark().set(before);
        } catch (NotNotedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome withoutSending() {
        return dispatcher().withoutSending(new MessageRef(1, 2), decision, new Skipped()).outcome();
    }

    @Test
    void sendsWithTheDocumentsThatItFetchedAndLetsThemGo() {
        AtomicInteger let = new AtomicInteger();
        Email here = withDocument().withAttachments(List.of());
        documents = new Documents.Fetch.Ready(here, let::incrementAndGet);

        assertThat(dispatchDocument()).isEqualTo(FakeDelivery.ACCEPTED);

        assertThat(prepared).hasSize(2).last().isEqualTo(here);
        assertThat(let).hasValue(1);
    }

    @Test
    void fetchesNoDocumentOfAMessageThatWillNotBeSent() {
        preparation = new Preparation.NotSendable(new Misconfigured("no such preset"));

        assertThat(dispatchDocument()).isEqualTo(new Misconfigured("no such preset"));
    }

    @Test
    void handsTheReferenceToADocumentOn() {
        async = true;

        assertThat(dispatchDocument()).isEqualTo(new Queued());

        assertThat(handedOver).containsExactly(withDocument());
    }

    @Test
    void waitsForADocumentWithinPatience() {
        documents = new Documents.Fetch.Failed(new Unavailable("attachments[0]: down", Duration.ZERO));

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        assertThat(delivery.sent).isZero();
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
        ledger.claim = granted(9, now.minus(PATIENCE));

        assertThat(dispatchDocument()).isInstanceOf(OutOfPatience.class);
    }

    @Test
    void asksForNoDocumentWhereTheMessageWasSentBefore() {
        ledger.claim = new Claim.Settled(FakeDelivery.ACCEPTED);
        documents = new Documents.Fetch.Failed(new Unavailable("attachments[0]: down", Duration.ZERO));

        assertThat(dispatchDocument()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void waitsWithinPatienceWhereAFetchedDocumentCanNotBeReadAnyMore() {
        documents = new Documents.Fetch.Ready(withDocument(), () -> {});
        unreadable = true;

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
        ledger.claim = granted(9, now.minus(PATIENCE));

        assertThat(dispatchDocument()).isInstanceOf(OutOfPatience.class);
        assertThat(delivery.sent).isZero();
    }

    @Test
    void waitsWithinPatienceForWhatIsInTheWayOfComposing() {
        preparation = new Preparation.NotSendable(new Unavailable("busy", Duration.ZERO));

        assertThat(dispatch()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        ledger.claim = granted(9, now.minus(PATIENCE));

        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
    }

    @Test
    void waitsForADocumentOfAMessageThatAnOperatorSendsAgain() {
        ledger.claim = unconfirmed(now.minus(PATIENCE), true, Map.of());
        decision = OnUnconfirmed.RESEND;
        documents = new Documents.Fetch.Failed(new Unavailable("attachments[0]: down", Duration.ZERO));

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        assertThat(ledger.settled).isEmpty();
    }

    @Test
    void fetchesNoDocumentOfAMessageThatAGuardrailForbids() {
        guardrails = guardrails(List.of("acme.example"), null);

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
    }

    @Test
    void fetchesDocumentsBeforeItClaims() {
        ledger.claimsFail = true;
        AtomicInteger let = new AtomicInteger();
        documents = new Documents.Fetch.Ready(withDocument().withAttachments(List.of()), let::incrementAndGet);

        assertThat(dispatchDocument()).isInstanceOf(Unavailable.class);
        assertThat(let).hasValue(1);
    }

    private Outcome dispatchDocument() {
        return dispatcher().dispatch(new Action(new MessageRef(1, 2), withDocument(), params, async, decision),
                background).outcome();
    }

    private static Email withDocument() {
        return RequiredParamsTest.email("Invoice", "Hello", BodyFormat.TEXT).withAttachments(List.of(new Attachment(
                "invoice.pdf", "application/pdf", new DocumentContent(null, "doc-1", null, 3, null), false, null)));
    }

    private Dispatcher dispatcher() {
        InstantSource clock = () -> now;
        Pacing pacing = new Pacing(new BackoffSettings(Duration.ofSeconds(10), Duration.ofMinutes(5)), PATIENCE, clock,
                new Random(1));
        pacings = pacings == null ? pacing : pacings;
        Lanes lanes = new Lanes(route -> new Lane(route, new Throttle(2, Double.POSITIVE_INFINITY, () -> 0.5),
                CircuitBreaker.ofDefaults("test")));
        Channels channels = new Channels((email, ref) -> {
            prepared.add(email);
            return unreadable && prepared.size() % 2 == 0
                    ? new Preparation.NotSendable(new Unavailable("attachments: unreadable", Duration.ZERO))
                    : preparation;
        }, (sms, ref) -> preparation);
        Claims claims = new Claims(ledger, new LedgerId("0123456789abcdef"), pacings);
        return new Dispatcher(channels, email -> Objects.requireNonNull(documents), new Guardrails(guardrails),
                new Handover(claims, pacings),
                new OnceOnlySender(claims, (ref, units) -> overBudget, lanes, pacings), new Unsent(claims));
    }

    /** Kept over calls, as in production: it remembers since when the ledger is away. */
    private @Nullable Pacing pacings;

    private static GuardrailSettings guardrails(List<String> domains, @Nullable String redirect) {
        return new GuardrailSettings(domains, List.of(), List.of(), 50, null, null, DataSize.ofMegabytes(5), redirect,
                null);
    }
}

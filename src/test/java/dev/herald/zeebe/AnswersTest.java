package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ActionType;
import dev.herald.message.ErrorCode;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Duration PAUSE = Duration.ofSeconds(20);

    @Test
    void completesAnAcceptedMessageWithItsSuccessMessageAndId() {
        var outcome = new Outcome.Accepted("<1@acme.example>", Map.of("rejectedRecipients", List.of("x@acme.example")));

        assertThat(answer(OnFailure.ERROR, 3, outcome)).isEqualTo(new JobAnswer.Complete(Map.of("emailResult",
                Map.of("status", "sent", "message", "Done.", "messageId", "<1@acme.example>", "rejectedRecipients",
                        List.of("x@acme.example")))));
    }

    @Test
    void completesWhatIsQueuedOrSkipped() {
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Queued())).isEqualTo(new JobAnswer.Complete(Map
                .of("emailResult", Map.of("status", "queued", "message", "Handed over to the background delivery."))));
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Skipped())).isEqualTo(new JobAnswer.Complete(
                Map.of("emailResult",
                        Map.of("status", "skipped", "message", "Not sent since a previous step failed."))));
    }

    @Test
    void throwsABpmnErrorForARefusedMessage() {
        var refused = new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "recipient: refused.");

        assertThat(answer(OnFailure.ERROR, 3, refused)).isEqualTo(new JobAnswer.ThrowError("RECIPIENT_REJECTED",
                "recipient: refused. Change that and retry the incident, or catch RECIPIENT_REJECTED with a boundary event.",
                Map.of("emailResult",
                        Map.of("status", "failed", "message", "recipient: refused.", "code", "RECIPIENT_REJECTED"))));
    }

    @Test
    void goesOnAfterARefusedMessageWhereTheModelerSaysSo() {
        var refused = new Outcome.Refused(ErrorCode.NOT_ALLOWED, "recipient: not allowed.");

        assertThat(answer(OnFailure.CONTINUE, 3, refused)).isEqualTo(new JobAnswer.Complete(Map.of("emailResult",
                Map.of("status", "failed", "message", "recipient: not allowed.", "code", "NOT_ALLOWED"),
                "previousStepsSucceeded", false)));
    }

    @Test
    void spendsARetryOnADeferredMessage() {
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Deferred("later.", PAUSE)))
                .isEqualTo(new JobAnswer.Fail(2, PAUSE, "later."));
    }

    @Test
    void raisesAnIncidentWithTheLastRetry() {
        assertThat(answer(OnFailure.ERROR, 1, new Outcome.Deferred("later.", PAUSE)))
                .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> {
                    assertThat(fail.retries()).isZero();
                    assertThat(fail.message()).startsWith("later.").endsWith("then retry the incident.");
                });
    }

    @Test
    void spendsNoRetryWhereNoAttemptReachedTheProvider() {
        assertThat(answer(OnFailure.ERROR, 1, new Outcome.Unavailable("refused", PAUSE)))
                .isEqualTo(new JobAnswer.Fail(1, PAUSE, "refused. No retry was spent."));
    }

    @Test
    void raisesAnIncidentAtOnceWhereOnlyAPersonCanHelp() {
        for (Outcome outcome : List.of(new Outcome.OutOfPatience("x", Instant.EPOCH), new Outcome.Misconfigured("x"),
                new Outcome.Unconfirmed("x"))) {
            assertThat(answer(OnFailure.CONTINUE, 3, outcome)).isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> {
                assertThat(fail.retries()).isZero();
                assertThat(fail.message()).contains("retry the incident");
            });
        }
    }

    @Test
    void tellsTheOperatorHowToSettleAnUnconfirmedMessage() {
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Unconfirmed("the reply was lost.")))
                .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> assertThat(fail.message())
                        .contains("onUnconfirmed", "\"resend\"", "\"assume-sent\""));
    }

    @Test
    void warnsTheOperatorOfADecisionThatWasMadeBefore() {
        var unconfirmed = new Outcome.Unconfirmed("the reply was lost.");

        assertThat(new Answers(ActionType.SEND_SMS, "Done.", OnFailure.ERROR, OnUnconfirmed.RESEND, 3).to(unconfirmed))
                .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> assertThat(fail.message())
                        .contains("onUnconfirmed says \"resend\" already"));
    }

    @Test
    void hasNoMessageIdWhereNobodyKnowsIt() {
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Accepted("", Map.of()))).isEqualTo(new JobAnswer.Complete(
                Map.of("emailResult", Map.of("status", "sent", "message", "Done."))));
    }

    @Test
    void saysWhyAndSinceWhenItHasWaitedTooLong() {
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.OutOfPatience("the login was refused", Instant.EPOCH)))
                .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> assertThat(fail.message())
                        .isEqualTo("the login was refused. Waited since 1970-01-01T00:00:00Z (herald.patience)."
                                + " Put that right. Then retry the incident."));
    }

    private static JobAnswer answer(OnFailure onFailure, int retries, Outcome outcome) {
        return new Answers(ActionType.SMTP_SEND_EMAIL, "Done.", onFailure, null, retries).to(outcome);
    }
}

package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.dispatch.Report;
import dev.herald.message.ActionType;
import dev.herald.message.ErrorCode;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import dev.herald.zeebe.input.OnFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
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
                "recipient: refused. Set recipient on the task's instance, then retry the incident; or catch RECIPIENT_REJECTED"
                        + " with a boundary event.",
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
    void spendsNoRetryOnADeferredMessage() {
        assertThat(answer(OnFailure.ERROR, 1, new Outcome.Deferred("later.", PAUSE)))
                .isEqualTo(new JobAnswer.Fail(1, PAUSE, "later. No retry was spent."));
    }

    @Test
    void spendsARetryOnAMessageThatIsSentAgain() {
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Resend("lost.", PAUSE, ProviderReply.NONE)))
                .isEqualTo(new JobAnswer.Fail(2, PAUSE, "lost."));
        assertThat(answer(OnFailure.ERROR, 1, new Outcome.Resend("lost.", PAUSE, ProviderReply.NONE)))
                .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> {
                    assertThat(fail.retries()).isZero();
                    assertThat(fail.message()).startsWith("Unconfirmed: lost. No retry is left.");
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

        assertThat(new Answers(ActionType.SEND_SMS, "Done.", OnFailure.ERROR, OnUnconfirmed.RESEND, 3, List.of())
                .to(Report.of(unconfirmed)))
                .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> assertThat(fail.message())
                        .contains("onUnconfirmed says \"resend\" already"));
    }

    @Test
    void saysWhereAnInputIsSet() {
        for (String reason : List.of("attachments[0].filename: is required.", "attachments: are too large.")) {
            assertThat(answer(OnFailure.ERROR, 3, new Outcome.Refused(ErrorCode.INVALID_REQUEST, reason)))
                    .isInstanceOfSatisfying(JobAnswer.ThrowError.class, error -> assertThat(error.message())
                            .contains("Set attachments on the task's instance, then retry the incident"));
        }
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Refused(ErrorCode.NOT_ALLOWED, "The budget is used up.")))
                .isInstanceOfSatisfying(JobAnswer.ThrowError.class, error -> assertThat(error.message())
                        .contains("Put that right, then retry the incident"));
        for (String input : List.of("smtpAuthPreset", "onUnconfirmed")) {
            assertThat(answer(OnFailure.ERROR, 3, new Outcome.Misconfigured(input + ": is unknown.")))
                    .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> assertThat(fail.message()).isEqualTo(input
                            + ": is unknown. An input is set on the task's instance (" + input
                            + "). Then retry the incident."));
        }
    }

    @Test
    void letsOutAFewKilobytesWhateverAReasonOrAReplyIs() {
        String endless = "x".repeat(4_000_000);
        List<String> addresses = Collections.nCopies(20_000, "ann@acme.example");

        for (Outcome outcome : List.of(new Outcome.Refused(ErrorCode.INVALID_REQUEST, "body: " + endless),
                new Outcome.Misconfigured(endless), new Outcome.Unavailable(endless, PAUSE),
                new Outcome.OutOfPatience(endless, Instant.EPOCH, false, new ProviderReply(endless, endless)),
                new Outcome.Unconfirmed(endless, Map.of("rejectedRecipients", addresses)),
                new Outcome.Accepted(endless, Map.of("twilioStatus", endless, "rejectedRecipients", addresses)))) {
            for (OnFailure onFailure : OnFailure.values()) {
                assertThat(answer(onFailure, 3, outcome).toString()).hasSizeLessThan(40_000);
            }
        }
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Accepted("1", Map.of("rejectedRecipients", addresses))))
                .asString().contains("and 19900 more");
    }

    @Test
    void hasNoMessageIdWhereNobodyKnowsIt() {
        assertThat(answer(OnFailure.ERROR, 3, new Outcome.Accepted("", Map.of()))).isEqualTo(new JobAnswer.Complete(
                Map.of("emailResult", Map.of("status", "sent", "message", "Done."))));
    }

    @Test
    void leavesWhatAnEarlierIncidentSaysWhereItKnowsLess() {
        for (Outcome outcome : List.of(new Outcome.Unconfirmed("onUnconfirmed: must be one of x."),
                new Outcome.Misconfigured("smtpAuthPreset: is unknown."))) {
            assertThat(answer(OnFailure.ERROR, 3, outcome)).isInstanceOfSatisfying(JobAnswer.Fail.class,
                    fail -> assertThat(fail.variables()).isEmpty());
        }
    }

    @Test
    void hasTheSameTextForTheSameCauseAndWhatIsAboutThisMessageBesideIt() {
        var outcome = new Outcome.OutOfPatience("the server said later", Instant.EPOCH, false,
                new ProviderReply("451 4.7.1", "Greylisted, ****"));

        assertThat(answers(3).to(new Report(outcome, Instant.EPOCH, 7, "herald.smtp.presets.default", "<1@a.example>")))
                .isEqualTo(new JobAnswer.Fail(0, Duration.ZERO,
                        "the server said later. Waited for herald.patience. Put that right. Then retry the incident.",
                        Map.of("heraldIncident",
                                Map.of("since", "1970-01-01T00:00:00Z", "attempts", 7, "route",
                                        "herald.smtp.presets.default", "messageId", "<1@a.example>", "providerReply",
                                        "451 4.7.1 Greylisted, ****"))));
    }

    @Test
    void saysWhatToDoWhereNothingIsWrongThanThatMoreIsSentThanIsTaken() {
        var outcome = new Outcome.OutOfPatience("the server answered 432 4.3.2", Instant.EPOCH, true,
                ProviderReply.NONE);

        assertThat(answers(3).to(new Report(outcome, Instant.EPOCH, 7, "herald.smtp.presets.default", "")))
                .isInstanceOfSatisfying(JobAnswer.Fail.class, fail -> assertThat(fail.message()).isEqualTo(
                        "the server answered 432 4.3.2. Waited for herald.patience. The flow sends more than is taken"
                                + " through herald.smtp.presets.default: see the provider's status and quota, have the"
                                + " quota raised, and herald.smtp.presets.default.max-connections and .rate where they"
                                + " are below it; or send less. Then retry the incident."));
    }

    @Test
    void tellsTheFlowWhatTheProviderSaidAsACode() {
        var refused = new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "phoneNumber: has opted out.",
                new ProviderReply("21610", ""));

        assertThat(answer(OnFailure.ERROR, 3, refused)).isInstanceOfSatisfying(JobAnswer.ThrowError.class,
                error -> assertThat(error.variables()).extractingByKey("emailResult",
                        InstanceOfAssertFactories.map(String.class, Object.class))
                        .containsEntry("providerCode", "21610"));
    }

    @Test
    void tellsTheFlowWhatIsProbablyNotMeant() {
        Answers answers = answers(3).saying("Done.", List.of("subject: {{name}} stands there."));

        assertThat(answers.to(Report.of(new Outcome.Accepted("", Map.of())))).isEqualTo(new JobAnswer.Complete(
                Map.of("emailResult", Map.of("status", "sent", "message", "Done.", "warnings",
                        List.of("subject: {{name}} stands there.")))));
    }

    private static JobAnswer answer(OnFailure onFailure, int retries, Outcome outcome) {
        return new Answers(ActionType.SMTP_SEND_EMAIL, "Done.", onFailure, null, retries, List.of())
                .to(Report.of(outcome));
    }

    private static Answers answers(int retries) {
        return new Answers(ActionType.SMTP_SEND_EMAIL, "Done.", OnFailure.ERROR, null, retries, List.of());
    }
}

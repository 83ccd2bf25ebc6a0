package dev.herald.zeebe;

import dev.herald.message.ActionType;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns an outcome into the answer to its job.
 *
 * @param type whose result variable is written
 * @param successMessage what the result says on success
 * @param onFailure what a refused message does to the flow
 * @param decision what {@code onUnconfirmed} says; null for nothing
 * @param retries what the job has left
 */
record Answers(ActionType type, String successMessage, OnFailure onFailure, @Nullable OnUnconfirmed decision,
        int retries) {
    private static final String THEN_RETRY = " Then retry the incident.";

    JobAnswer to(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(String id, Map<String, Object> details) -> {
                Map<String, Object> result = new LinkedHashMap<>(details);
                result.putAll(result("sent", successMessage));
                if (!id.isEmpty()) {
                    result.put("messageId", id);
                }
                yield complete(result);
            }
            case Outcome.Queued() -> complete(result("queued", "Handed over to the background delivery."));
            case Outcome.Skipped() -> complete(result("skipped", "Not sent since a previous step failed."));
            case Outcome.Refused refused -> refused(refused);
            case Outcome.Deferred(String reason, Duration retryIn) when retries > 1 ->
                new JobAnswer.Fail(retries - 1, retryIn, reason);
            case Outcome.Deferred(String reason, Duration retryIn) -> new JobAnswer.Fail(0, Duration.ZERO,
                    sentence(reason) + " No retry is left: see what the provider says, then retry the incident.");
            case Outcome.Unavailable(String reason, Duration retryIn) ->
                new JobAnswer.Fail(Math.max(1, retries), retryIn, sentence(reason) + " No retry was spent.");
            case Outcome.OutOfPatience(String reason, Instant since) -> new JobAnswer.Fail(0, Duration.ZERO,
                    sentence(reason) + " Waited since " + since + " (herald.patience). Put that right." + THEN_RETRY);
            case Outcome.Misconfigured(String reason) ->
                new JobAnswer.Fail(0, Duration.ZERO, sentence(reason) + THEN_RETRY);
            case Outcome.Unconfirmed(String reason, Map<String, Object> details) ->
                new JobAnswer.Fail(0, Duration.ZERO, "Unconfirmed: " + sentence(reason) + howToSettle());
        };
    }

    private String howToSettle() {
        return decision == null || decision == OnUnconfirmed.INCIDENT
                ? " Find out whether it arrived, set the variable onUnconfirmed to \"resend\" or \"assume-sent\","
                        + " and retry the incident."
                : " Find out whether it arrived. The variable onUnconfirmed says \"" + Inputs.word(decision)
                        + "\" already: change it where that is wrong, and retry the incident.";
    }

    private JobAnswer refused(Outcome.Refused refused) {
        Map<String, Object> result = result("failed", refused.reason());
        result.put("code", refused.code().name());
        return switch (onFailure) {
            // the text shows where nobody catches the error: as an incident
            case ERROR -> new JobAnswer.ThrowError(refused.code().name(), sentence(refused.reason())
                    + " Change that and retry the incident, or catch " + refused.code() + " with a boundary event.",
                    Map.of(type.resultVariable(), result));
            case CONTINUE -> new JobAnswer.Complete(
                    Map.of(type.resultVariable(), result, "previousStepsSucceeded", false));
        };
    }

    private JobAnswer complete(Map<String, Object> result) {
        return new JobAnswer.Complete(Map.of(type.resultVariable(), result));
    }

    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private static Map<String, Object> result(String status, String message) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("status", status);
        result.put("message", message);
        return result;
    }
}

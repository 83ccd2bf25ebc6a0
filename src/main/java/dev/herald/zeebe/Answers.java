package dev.herald.zeebe;

import dev.herald.dispatch.Report;
import dev.herald.message.ActionType;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import dev.herald.zeebe.input.Inputs;
import dev.herald.zeebe.input.OnFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns an outcome into the answer to its job.
 *
 * @param type whose result variable is written
 * @param successMessage what the result says on success
 * @param onFailure what a refused message does to the flow
 * @param decision what {@code onUnconfirmed} says; null for nothing
 * @param retries what the job has left
 * @param warnings what is probably not meant
 */
record Answers(ActionType type, String successMessage, OnFailure onFailure, @Nullable OnUnconfirmed decision,
        int retries, List<String> warnings) {
    /** The task's local variable that says what is about this message alone. */
    static final String INCIDENT = "heraldIncident";
    private static final String THEN_RETRY = " Then retry the incident.";
    private static final Pattern FIELD = Pattern.compile("([a-zA-Z]+)[.\\[:].*", Pattern.DOTALL);

    static Answers of(ActionType type, int retries) {
        return new Answers(type, type.successMessage(), OnFailure.ERROR, null, retries, List.of());
    }

    Answers onFailure(OnFailure wanted) {
        return new Answers(type, successMessage, wanted, decision, retries, warnings);
    }

    Answers decided(@Nullable OnUnconfirmed newDecision) {
        return new Answers(type, successMessage, onFailure, newDecision, retries, warnings);
    }

    Answers saying(String newSuccessMessage, List<String> newWarnings) {
        return new Answers(type, newSuccessMessage, onFailure, decision, retries, newWarnings);
    }

    JobAnswer to(Report report) {
        return switch (report.outcome()) {
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
            case Outcome.Deferred later -> later(later.reason(), later.retryIn());
            case Outcome.Unavailable later -> later(later.reason(), later.retryIn());
            case Outcome.Resend again when retries > 1 ->
                new JobAnswer.Fail(retries - 1, again.retryIn(), sentence(again.reason()));
            case Outcome.Resend again -> incident("Unconfirmed: " + sentence(again.reason()) + " No retry is left."
                    + howToSettle(), report, again.reply());
            case Outcome.OutOfPatience(String reason, Instant since, boolean pushback, ProviderReply reply) -> incident(
                    sentence(reason) + " Waited for herald.patience. "
                            + (pushback ? howToGetMoreThrough(report.route()) : "Put that right.") + THEN_RETRY,
                    report, reply);
            case Outcome.Misconfigured(String reason, ProviderReply reply) ->
                incident(sentence(reason) + field(reason).map(
                        field -> " An input is set on the task's instance (" + field + ").").orElse("") + THEN_RETRY,
                        report, reply);
            case Outcome.Unconfirmed(String reason, Map<String, Object> details, ProviderReply reply) ->
                incident("Unconfirmed: " + sentence(reason) + howToSettle(), report, reply);
        };
    }

    private JobAnswer later(String reason, Duration retryIn) {
        return new JobAnswer.Fail(Math.max(1, retries), retryIn, sentence(reason) + " No retry was spent.");
    }

    /** Its text is the same for the same cause; what is about this message alone stands beside it. */
    private static JobAnswer incident(String text, Report report, ProviderReply reply) {
        Map<String, Object> about = about(report, reply);
        // without a delivery nothing is known that an earlier incident has not said better
        boolean known = !about.isEmpty() && !(report.outcome() instanceof Outcome.Unconfirmed && report.route().isEmpty());
        return new JobAnswer.Fail(0, Duration.ZERO, text, known ? Map.of(INCIDENT, about) : Map.of());
    }

    private static Map<String, Object> about(Report report, ProviderReply reply) {
        return Inputs.present(
                Inputs.entry("since", report.since() == null ? null : report.since().toString()),
                Inputs.entry("attempts", report.attempts() == 0 ? null : report.attempts()),
                Inputs.text("route", report.route()),
                Inputs.text("messageId", report.messageId()),
                Inputs.text("providerReply", (reply.code() + " " + reply.text()).strip()));
    }

    private static String howToGetMoreThrough(String route) {
        return "The flow sends more than is taken through " + route + ": see the provider's status and quota, have the quota"
                + " raised, and " + route + ".max-connections and .rate where they are below it; or send less.";
    }

    private String howToSettle() {
        return decision == null || decision == OnUnconfirmed.INCIDENT
                ? " Find out whether it arrived (" + INCIDENT + " on the task's instance says more), set onUnconfirmed to \"resend\" or"
                        + " \"assume-sent\" there, and retry the incident."
                : " Find out whether it arrived. The variable onUnconfirmed says \"" + Inputs.word(decision)
                        + "\" already: set it anew on the task's instance where that is wrong, and retry the incident.";
    }

    private JobAnswer refused(Outcome.Refused refused) {
        Map<String, Object> result = result("failed", refused.reason());
        result.put("code", refused.code().name());
        if (!refused.reply().code().isEmpty()) {
            result.put("providerCode", refused.reply().code());
        }
        return switch (onFailure) {
            // the text shows where nobody catches the error: as an incident
            case ERROR -> new JobAnswer.ThrowError(refused.code().name(), sentence(refused.reason()) + " "
                    + field(refused.reason()).map(field -> "Set " + field + " on the task's instance")
                            .orElse("Put that right")
                    + ", then retry the incident; or catch " + refused.code() + " with a boundary event.",
                    Map.of(type.resultVariable(), result));
            case CONTINUE -> new JobAnswer.Complete(
                    Map.of(type.resultVariable(), result, "previousStepsSucceeded", false));
        };
    }

    /** The input that a reason begins with. */
    private Optional<String> field(String reason) {
        Matcher field = FIELD.matcher(reason);
        return field.matches()
                && (Inputs.names(type).contains(field.group(1)) || field.group(1).equals(Inputs.ON_UNCONFIRMED))
                ? Optional.of(field.group(1))
                : Optional.empty();
    }

    private JobAnswer complete(Map<String, Object> result) {
        return new JobAnswer.Complete(Map.of(type.resultVariable(), result));
    }

    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private Map<String, Object> result(String status, String message) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("status", status);
        result.put("message", message);
        if (!warnings.isEmpty()) {
            result.put("warnings", warnings);
        }
        return result;
    }
}

package dev.herald.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.Response;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.HandoverMark;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One SMS on its way through one sender. */
final class SmsDelivery implements Delivery {
    /**
     * How long after its claim an attempt may have begun, at most: what dispatch's lease of a claim is longer than the
     * deadline ({@code OnceOnlySender.MARGIN}).
     */
    private static final Duration LATEST_START = Duration.ofSeconds(15);

    private final TwilioSender sender;
    private final Recipient.Phone phone;
    private final SmsText text;
    private final Map<String, List<String>> parameters;
    private final MessageRef ref;
    private final InstantSource clock;

    SmsDelivery(TwilioSender sender, Recipient.Phone phone, SmsText text, Map<String, List<String>> parameters,
            MessageRef ref, InstantSource clock) {
        this.sender = sender;
        this.phone = phone;
        this.text = text;
        this.parameters = parameters;
        this.ref = ref;
        this.clock = clock;
    }

    @Override
    public Route route() {
        return sender.route();
    }

    @Override
    public List<Recipient> recipients() {
        return List.of(phone);
    }

    @Override
    public int units() {
        return parameters.containsKey("MediaUrl") ? 1 : text.segments();
    }

    @Override
    public Sent send(Attempt attempt) {
        Instant began = clock.instant();
        Outcome outcome = post(attempt);
        if (!(outcome instanceof Outcome.Unconfirmed)) {
            return new Sent(outcome);
        }
        return new Sent(switch (search(began, clock.instant())) {
            case Search.Found(Outcome.Accepted found) -> found;
            case Search.NotFound() -> outcome;
            case Search.Unanswered u -> outcome;
        });
    }

    /** There is one recipient: nobody else can be left. */
    @Override
    public Outcome concluded(Progress progress) {
        return assumeAccepted();
    }

    @Override
    public String messageId() {
        return "";
    }

    private Outcome post(Attempt attempt) {
        try {
            attempt.mark().set(attempt.progress());
        } catch (HandoverMark.NotNotedException e) {
            return new Outcome.Unavailable(String.valueOf(e.getMessage()), Duration.ZERO);
        }
        Duration limit = route().sendDeadline().minus(SentMessages.patience(route().sendDeadline()));
        try {
            return judge(sender.account().create(parameters, limit));
        } catch (OnePostHttpClient.NotSentException e) {
            return new Outcome.Unavailable("Twilio could not be reached through " + route().setting() + ": "
                    + e.getMessage() + ".", Duration.ZERO);
        } catch (RuntimeException e) {
            return new Outcome.Unconfirmed("Twilio may have taken the message: no reply arrived.");
        }
    }

    private Outcome judge(Response response) {
        JsonNode reply = Json.read(response.getContent());
        int status = response.getStatusCode();
        String sid = reply.path("sid").asText("");
        if (status >= 200 && status < 300 && !sid.isEmpty()) {
            sender.sent().attribute(sid, ref);
            return accepted(sid, reply);
        }
        Duration retryAfter = RetryAfter.parse(Json.header(response, "Retry-After"), clock.instant());
        JsonNode code = reply.path("code");
        return TwilioReplies.outcome(route().setting(), status, code.canConvertToInt() ? code.asInt() : null,
                retryAfter);
    }

    @Override
    public Search search(Instant since) {
        return search(since, since.plus(route().sendDeadline()).plus(LATEST_START));
    }

    private Search search(Instant from, Instant to) {
        var query = new SentQuery(phone.number(), text.body(), from, to, ref);
        return switch (sender.sent().find(query, SentMessages.patience(route().sendDeadline()))) {
            case SentMessages.Sighting.Seen(JsonNode message) -> new Search.Found(accepted(message));
            case SentMessages.Sighting.NotSeen() -> new Search.NotFound();
            case SentMessages.Sighting.NotAsked() -> new Search.Unanswered(
                    "Twilio may have taken the message and does not say so through " + route().setting() + " now.");
        };
    }

    @Override
    public String trace() {
        return "Twilio's message log, for the account of " + route().setting() + ", shows whether it did.";
    }

    @Override
    public Outcome.Accepted assumeAccepted() {
        return new Outcome.Accepted("", details("unknown", 0));
    }

    private Outcome.Accepted accepted(JsonNode message) {
        return accepted(message.path("sid").asText(), message);
    }

    private Outcome.Accepted accepted(String sid, JsonNode message) {
        return new Outcome.Accepted(sid,
                details(message.path("status").asText("accepted"), message.path("num_segments").asInt(0)));
    }

    /** Twilio's own count of segments wins; a messaging service says 0 before it has chosen a number. */
    private Map<String, Object> details(String status, int billed) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("segments", billed > 0 ? billed : text.segments());
        details.put("encoding", text.encoding().label());
        details.put("twilioStatus", status);
        return details;
    }
}

package dev.herald.sms;

import dev.herald.sms.callback.CallbackSettings;
import dev.herald.sms.text.SmsText;
import com.twilio.http.Response;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.nio.charset.StandardCharsets;
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

    /** A message that is older than this is in Twilio's list, or won't come into it while somebody waits. */
    private static final Duration LAG = Duration.ofMinutes(1);

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
    public long size() {
        return parameters.values().stream().flatMap(List::stream)
                .mapToLong(value -> value.getBytes(StandardCharsets.UTF_8).length).sum();
    }

    @Override
    public int units() {
        return parameters.containsKey("MediaUrl") ? 1 : text.segments();
    }

    @Override
    public Sent send(Attempt attempt) {
        Instant began = clock.instant();
        Duration limit = route().sendDeadline().minus(SentMessages.patience(route().sendDeadline()));
        try {
            return new Sent(
                    judge(sender.account().create(parameters, limit, before -> attempt.mark().set(attempt.progress())),
                            began));
        } catch (OnePostHttpClient.NotSentException e) {
            return new Sent(new Outcome.Unavailable(route().setting() + ": " + e.getMessage(), Duration.ZERO));
        } catch (RuntimeException e) {
            Outcome doubtful = new Outcome.Unconfirmed("Twilio may have taken the message: no reply arrived.");
            return new Sent(looked(began, doubtful, doubtful));
        }
    }

    private Outcome judge(Response response, Instant began) {
        TwilioReply reply = TwilioReply.read(response.getContent());
        int status = response.getStatusCode();
        if (status >= 200 && status < 300 && !reply.sid().isEmpty()) {
            sender.sent().attribute(reply.sid(), ref);
            return accepted(reply);
        }
        TwilioReplies replies = new TwilioReplies(route().setting(), sender.originSetting(), hasOwnCallback(), status,
                reply.code(), RetryAfter.parse(Json.header(response, "Retry-After"), clock.instant()), quoted(reply));
        Outcome outcome = replies.outcome();
        return outcome instanceof Outcome.Unconfirmed
                ? looked(began, replies.isLater() ? replies.later() : outcome, outcome)
                : outcome;
    }

    /** Asks Twilio's list. */
    private Outcome looked(Instant began, Outcome unlisted, Outcome unanswered) {
        return switch (search(began, clock.instant())) {
            case Search.Found(Outcome.Accepted found) -> found;
            case Search.NotFound() -> unlisted;
            case Search.Unanswered u -> unanswered;
        };
    }

    private boolean hasOwnCallback() {
        return parameters.getOrDefault("StatusCallback", List.of())
                .contains(sender.callbackUrl() + CallbackSettings.RETRIES);
    }

    private ProviderReply quoted(TwilioReply reply) {
        List<String> message = parameters.values().stream().flatMap(List::stream).toList();
        return ProviderReply.quoting(reply.code() == null ? "" : reply.code().toString(), reply.message(), message);
    }

    /** There is one recipient: nobody else can be left. */
    @Override
    public Outcome concluded(Progress progress) {
        return assumeAccepted(progress);
    }

    @Override
    public String messageId() {
        return "";
    }

    @Override
    public Search search(Instant since) {
        return search(since, since.plus(route().sendDeadline()).plus(LATEST_START));
    }

    private Search search(Instant from, Instant to) {
        var query = new SentQuery(phone.number(), text.body(), sender.origins(), sender.isMessagingService(), from, to,
                ref);
        boolean old = to.isBefore(clock.instant().minus(LAG));
        return switch (sender.sent().find(query, SentMessages.patience(route().sendDeadline()), old)) {
            case SentMessages.Sighting.Seen(TwilioReply message) -> new Search.Found(accepted(message));
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
    public Outcome.Accepted assumeAccepted(Progress progress) {
        return new Outcome.Accepted("", details("unknown", 0));
    }

    private Outcome.Accepted accepted(TwilioReply message) {
        return new Outcome.Accepted(message.sid(), details(message.status(), message.segments()));
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

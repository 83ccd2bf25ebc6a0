package dev.herald.dispatch;

import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Accepted;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A message whose provider answers as a test says, and counts how often it was asked. */
final class FakeDelivery implements Delivery {
    static final Accepted ACCEPTED = new Accepted("<1@example.com>", Map.of());
    Outcome answer = ACCEPTED;
    Search found = new Search.NotFound();
    OnUnconfirmed onUnconfirmed = OnUnconfirmed.INCIDENT;
    List<Recipient> recipients = List.of(new Recipient.Mailbox("recipient", "ann@example.com", "example.com"));
    Function<Attempt, Sent> send = attempt -> new Sent(answer, attempt.progress());
    Outcome concluded = ACCEPTED;
    int sent;

    @Override
    public Route route() {
        return new Route("herald.smtp.presets.default", 2, null, Duration.ofSeconds(60), onUnconfirmed);
    }

    @Override
    public List<Recipient> recipients() {
        return recipients;
    }

    @Override
    public long size() {
        return 1;
    }

    @Override
    public int units() {
        return 1;
    }

    @Override
    public Sent send(Attempt attempt) {
        sent++;
        return send.apply(attempt);
    }

    @Override
    public Outcome concluded(Progress progress) {
        return concluded;
    }

    @Override
    public String messageId() {
        return ACCEPTED.messageId();
    }

    @Override
    public Search search(Instant since) {
        return found;
    }

    @Override
    public String trace() {
        return "Its number is 1.";
    }

    @Override
    public Accepted assumeAccepted(Progress progress) {
        return new Accepted("<assumed@example.com>", progress.rejected().isEmpty()
                ? Map.of()
                : Map.of("rejectedRecipients", List.copyOf(progress.rejected())));
    }
}

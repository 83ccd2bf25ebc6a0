package dev.herald.dispatch;

import dev.herald.guardrail.Guardrails;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Channel.Preparation.NotSendable;
import dev.herald.message.Channel.Preparation.Ready;
import dev.herald.message.Delivery;
import dev.herald.message.Documents;
import dev.herald.message.Email;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way of one message: required params, channel's checks, guardrails, and then the background or the provider. */
public final class Dispatcher {
    private final Channels channels;
    private final Documents documents;
    private final Guardrails guardrails;
    private final Handover handover;
    private final OnceOnlySender sender;
    private final Unsent unsent;

    Dispatcher(Channels channels, Documents documents, Guardrails guardrails, Handover handover, OnceOnlySender sender, Unsent unsent) {
        this.channels = channels;
        this.documents = documents;
        this.guardrails = guardrails;
        this.handover = handover;
        this.sender = sender;
        this.unsent = unsent;
    }

    /** Brings the action to its outcome. */
    public Report dispatch(Action action, BackgroundHandover background) {
        Optional<Outcome.Refused> problem = action.requiredParams().problemWith(action.message());
        if (problem.isPresent()) {
            return withoutSending(action.ref(), action.onUnconfirmed(), problem.get());
        }
        return filled(action.with(action.requiredParams().fill(action.message())), background);
    }

    private Report filled(Action action, BackgroundHandover background) {
        Message message = action.message();
        boolean needsDocuments = message instanceof Email email && Documents.in(email);
        return switch (check(needsDocuments ? Documents.outline((Email) message) : message, action)) {
            case NotSendable(Outcome outcome) -> notSent(outcome, action, null);
            case Ready(var delivery) when action.async() ->
                handover.handOver(action, () -> background.start(message)).about(delivery);
            case Ready(var delivery) when needsDocuments -> withDocuments((Email) message, action, delivery);
            case Ready(var delivery) -> sender.send(action, delivery).about(delivery);
        };
    }

    private Report withDocuments(Email message, Action action, Delivery outline) {
        return switch (documents.fetch(message)) {
            case Documents.Fetch.Failed(Outcome outcome) -> notSent(outcome, action, outline);
            case Documents.Fetch.Ready files -> {
                try (files) {
                    yield switch (check(files.email(), action)) {
                        case NotSendable(Outcome outcome) -> notSent(outcome, action, outline);
                        case Ready(var delivery) -> sender.send(action, delivery).about(delivery);
                    };
                }
            }
        };
    }

    /** @param outline of a message that can't be made now; null where there is not even that */
    private Report notSent(Outcome outcome, Action action, @Nullable Delivery outline) {
        Report standing = withoutSending(action.ref(), action.onUnconfirmed(), outcome);
        Report report = outcome instanceof Outcome.Unavailable later && standing.outcome().equals(later)
                ? sender.postpone(action, outline, later)
                : standing;
        return outline == null ? report : report.about(outline);
    }

    /**
     * What becomes of an action for which nothing is to be sent: {@code outcome}, unless an earlier attempt sent it.
     *
     * @param decision what an operator decided, as in {@link Action}
     */
    public Report withoutSending(MessageRef ref, @Nullable OnUnconfirmed decision, Outcome outcome) {
        return unsent.outcome(ref, decision, outcome);
    }

    private Preparation check(Message message, Action action) {
        Preparation preparation = channels.prepare(message, action.ref());
        if (!(preparation instanceof Ready(var delivery))) {
            return preparation;
        }
        Optional<Outcome.Refused> forbidden = guardrails.check(delivery.size(), delivery.recipients());
        if (forbidden.isPresent()) {
            return new NotSendable(forbidden.get());
        }
        return guardrails.redirect(message, delivery.recipients())
                .map(redirected -> channels.prepare(redirected, action.ref())).orElse(preparation);
    }
}

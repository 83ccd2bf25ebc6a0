package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.smtp.Pushback;
import dev.herald.email.smtp.ReplyTable;
import dev.herald.email.smtp.ReplyTable.Verdict;
import dev.herald.email.smtp.SmtpException;
import dev.herald.email.smtp.SmtpPhase;
import dev.herald.email.smtp.SmtpReply;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Puts the verdicts of {@link ReplyTable} into outcomes with a reason that an operator can act upon. */
final class SmtpOutcomes {
    private static final int MOST_NAMED = 5;

    private final SmtpReasons reasons;
    private final String messageId;
    private final Function<SmtpReply, ProviderReply> quote;

    /** @param quote what may leave of the server's words */
    SmtpOutcomes(SmtpReasons reasons, String messageId, Function<SmtpReply, ProviderReply> quote) {
        this.reasons = reasons;
        this.messageId = messageId;
        this.quote = quote;
    }

    /** The server was asked about everyone. */
    Sent of(RecipientProgress recipients) {
        List<Refusal> waiting = recipients.refused().stream().filter(refusal -> !refusal.isForGood()).toList();
        if (waiting.isEmpty()) {
            return concluded(recipients);
        }
        List<Verdict> verdicts = waiting.stream().map(Refusal::verdict).toList();
        Verdict verdict = Stream.of(Verdict.MISCONFIGURED, Verdict.UNAVAILABLE).filter(verdicts::contains).findFirst()
                .orElse(Verdict.DEFERRED);
        return new Sent(outcome(verdict, reason(waiting), waiting.stream().anyMatch(Refusal::isPushback),
                quote.apply(waiting.getFirst().reply())), recipients.progress());
    }

    /** Some are still to be asked about, but not in this attempt. */
    Sent interrupted(RecipientProgress recipients) {
        return new Sent(
                outcome(Verdict.DEFERRED, reasons.setting() + ": the server takes so few recipients at a time that"
                        + " send-deadline is half over; the others follow", false, ProviderReply.NONE),
                recipients.progress());
    }

    /** Herald itself refused the message for those who were still to be asked about. */
    Sent of(Outcome.Refused refused, RecipientProgress recipients) {
        return refusedToTheRest(refused.code(), refused.reason(), refused.reply(), recipients);
    }

    /** Nobody else is asked. */
    Sent concluded(RecipientProgress recipients) {
        if (recipients.isPrimaryAccepted()) {
            return new Sent(accepted(recipients), recipients.progress());
        }
        List<Refusal> primary = recipients.refused().stream()
                .filter(refusal -> RecipientProgress.isPrimary(refusal.recipient())).toList();
        if (primary.isEmpty()) {
            return refused(ErrorCode.RECIPIENT_REJECTED,
                    "recipient: the server took the message for none, though for copies",
                    ProviderReply.NONE, recipients);
        }
        boolean ofMailbox = primary.stream().anyMatch(refusal -> refusal.verdict() != Verdict.MESSAGE_REJECTED);
        return refused(ofMailbox ? ErrorCode.RECIPIENT_REJECTED : ErrorCode.MESSAGE_REJECTED, reason(primary),
                quote.apply(primary.getFirst().reply()), recipients);
    }

    private static Sent refused(ErrorCode code, String reason, ProviderReply reply, RecipientProgress recipients) {
        return new Sent(new Outcome.Refused(code, reason, reply), recipients.acceptedOnly());
    }

    private Outcome.Accepted accepted(RecipientProgress recipients) {
        return new Outcome.Accepted(messageId, details(recipients.without()));
    }

    /** Whoever is not known to be without it has it. */
    Outcome.Accepted assumed(RecipientProgress recipients) {
        return new Outcome.Accepted(messageId, details(recipients.knownWithout()));
    }

    private static Map<String, Object> details(Stream<EmailAddress> without) {
        List<String> rejected = without.map(EmailAddress::address).toList();
        return rejected.isEmpty() ? Map.of() : Map.of("rejectedRecipients", rejected);
    }

    private String reason(List<Refusal> refusals) {
        List<String> texts = new ArrayList<>();
        refusals.stream().limit(MOST_NAMED).forEach(
                refusal -> texts.add(reasons.of(SmtpPhase.RCPT, refusal.reply(), refusal.recipient().field())));
        if (refusals.size() > MOST_NAMED) {
            texts.add((refusals.size() - MOST_NAMED) + " more");
        }
        return String.join("; ", texts);
    }

    /**
     * The conversation ended before everyone was asked about.
     *
     * @param expired whether Herald ended it
     */
    Sent of(SmtpException e, boolean expired, RecipientProgress recipients) {
        SmtpReply reply = e.reply();
        Verdict verdict = reply == null ? ReplyTable.withoutReply(e.phase()) : ReplyTable.of(e.phase(), reply);
        String reason = reasons.of(e, expired);
        ProviderReply quoted = reply == null ? ProviderReply.NONE : quote.apply(reply);
        return switch (verdict) {
            case UNCONFIRMED -> new Sent(new Outcome.Unconfirmed(reason + ". The message may have been sent.",
                    details(recipients.knownWithout()), quoted), recipients.progress());
            case RECIPIENT_REJECTED -> refusedToTheRest(ErrorCode.RECIPIENT_REJECTED, reason, quoted, recipients);
            case MESSAGE_REJECTED -> refusedToTheRest(ErrorCode.MESSAGE_REJECTED, reason, quoted, recipients);
            case DEFERRED, UNAVAILABLE, MISCONFIGURED -> new Sent(outcome(verdict, reason,
                    reply != null && Pushback.isIn(e.phase(), reply), quoted), recipients.progress());
            case ACCEPTED -> throw new IllegalStateException("is no failure");
        };
    }

    private Sent refusedToTheRest(ErrorCode code, String reason, ProviderReply reply, RecipientProgress recipients) {
        if (recipients.isPrimaryAccepted()) {
            recipients.noteNobodyElse();
            return new Sent(accepted(recipients), recipients.progress());
        }
        return refused(code, reason, reply, recipients);
    }

    private static Outcome outcome(Verdict verdict, String reason, boolean pushback, ProviderReply reply) {
        return switch (verdict) {
            case DEFERRED -> new Outcome.Deferred(reason, Duration.ZERO, pushback, reply);
            case UNAVAILABLE -> new Outcome.Unavailable(reason, Duration.ZERO, pushback, reply);
            case MISCONFIGURED -> new Outcome.Misconfigured(reason, reply);
            case RECIPIENT_REJECTED, MESSAGE_REJECTED, UNCONFIRMED, ACCEPTED ->
                throw new IllegalStateException("is no wait: " + verdict);
        };
    }
}

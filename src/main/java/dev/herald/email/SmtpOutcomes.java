package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.Envelope;
import dev.herald.email.smtp.ReplyTable;
import dev.herald.email.smtp.SmtpException;
import dev.herald.email.smtp.SmtpFault;
import dev.herald.email.smtp.SmtpPhase;
import dev.herald.email.smtp.SmtpReply;
import dev.herald.email.smtp.StatusText;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts the verdicts of {@link ReplyTable} into outcomes with a reason that an operator can act upon. */
final class SmtpOutcomes {
    private static final Set<String> OF_SENDER = Set.of("1.7", "1.8");
    // too large, or of a kind that is not taken; 6.7 is about an address (RFC 6531)
    private static final Pattern OF_CONTENT = Pattern.compile("2\\.3|3\\.4|6\\.(?!7$).*");

    private final String setting;
    private final ComposedEmail email;

    SmtpOutcomes(String setting, ComposedEmail email) {
        this.setting = setting;
        this.email = email;
    }

    /** The transaction ran with the recipients that the server could be told; it refused these. */
    Outcome of(Envelope told, Map<EmailAddress, SmtpReply> refused) {
        if (refused.size() < told.recipients().size()) {
            return new Outcome.Accepted(email.messageId(), details(rejected(told, refused)));
        }
        String reason = refused.entrySet().stream()
                .map(entry -> entry.getKey().field() + ": the server answered " + StatusText.of(entry.getValue()))
                .collect(Collectors.joining("; "));
        List<ReplyTable.Verdict> verdicts = refused.values().stream()
                .map(reply -> ReplyTable.of(SmtpPhase.RCPT, reply)).toList();
        if (verdicts.contains(ReplyTable.Verdict.UNAVAILABLE)) {
            return outcome(ReplyTable.Verdict.UNAVAILABLE, reason);
        }
        return outcome(verdicts.contains(ReplyTable.Verdict.DEFERRED)
                ? ReplyTable.Verdict.DEFERRED
                : ReplyTable.Verdict.RECIPIENT_REJECTED, reason);
    }

    /** The addresses that get nothing. */
    List<String> rejected(Envelope told, Map<EmailAddress, SmtpReply> refused) {
        return email.envelope().recipients().stream()
                .filter(recipient -> refused.containsKey(recipient) || !told.recipients().contains(recipient))
                .map(EmailAddress::address).toList();
    }

    private static Map<String, Object> details(List<String> rejected) {
        return rejected.isEmpty() ? Map.of() : Map.of("rejectedRecipients", rejected);
    }

    /** @param expired whether Herald ended it */
    Outcome of(SmtpException e, boolean expired) {
        SmtpReply reply = e.reply();
        ReplyTable.Verdict verdict = reply == null
                ? ReplyTable.withoutReply(e.phase())
                : ReplyTable.of(e.phase(), reply);
        String reason = reason(setting, e, expired);
        return verdict == ReplyTable.Verdict.UNCONFIRMED
                ? new Outcome.Unconfirmed(reason + ". The message may have been sent.", details(e.rejected()))
                : outcome(verdict, reason);
    }

    /**
     * What happened, for an operator.
     *
     * @param setting the preset's property
     * @param expired whether Herald ended it
     */
    static String reason(String setting, SmtpException e, boolean expired) {
        SmtpReply reply = e.reply();
        if (reply == null) {
            String fault = expired || e.fault() == null
                    ? SmtpFault.DEADLINE.text(setting)
                    : e.fault().text(setting) + e.remark();
            return setting + ": " + fault + " (" + e.phase().text() + ")";
        }
        String answer = "the server answered " + StatusText.of(reply);
        if (e.phase() == SmtpPhase.AUTH) {
            return setting + ": the server refused the login, " + StatusText.of(reply)
                    + ". Check its username and password or oauth2";
        }
        if (ReplyTable.of(e.phase(), reply) == ReplyTable.Verdict.UNAVAILABLE) {
            return setting + ": " + answer + " (" + e.phase().text() + ")";
        }
        return field(e.phase(), reply) + ": " + answer;
    }

    /** The input that a reply is about: by its code (RFC 3463, RFC 1870), else by what was last said to the server. */
    private static String field(SmtpPhase phase, SmtpReply reply) {
        String detail = reply.detail();
        if (OF_SENDER.contains(detail)) {
            return "sender";
        }
        boolean ofContent = OF_CONTENT.matcher(detail).matches() || (reply.code() == 552 && detail.isEmpty());
        return switch (phase) {
            case MAIL -> ofContent ? "body" : "sender";
            case RCPT -> "recipient";
            default -> detail.startsWith("1.") ? "recipient" : "body";
        };
    }

    private static Outcome outcome(ReplyTable.Verdict verdict, String reason) {
        return switch (verdict) {
            case RECIPIENT_REJECTED -> new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, reason);
            case MESSAGE_REJECTED -> new Outcome.Refused(ErrorCode.MESSAGE_REJECTED, reason);
            case DEFERRED -> new Outcome.Deferred(reason, Duration.ZERO);
            case UNAVAILABLE -> new Outcome.Unavailable(reason, Duration.ZERO);
            case UNCONFIRMED, ACCEPTED -> throw new IllegalStateException("needs more than a reason: " + verdict);
        };
    }
}

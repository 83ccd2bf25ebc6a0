package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.smtp.Pushback;
import dev.herald.email.smtp.ReplyTable;
import dev.herald.email.smtp.SmtpPhase;
import dev.herald.email.smtp.SmtpReply;

/** What a server answered to RCPT where it did not take a recipient. */
record Refusal(EmailAddress recipient, SmtpReply reply) {

    ReplyTable.Verdict verdict() {
        return ReplyTable.of(SmtpPhase.RCPT, reply);
    }

    /** Whether the answer will not change. */
    boolean isForGood() {
        return switch (verdict()) {
            case RECIPIENT_REJECTED, MESSAGE_REJECTED -> true;
            case DEFERRED, UNAVAILABLE, MISCONFIGURED, ACCEPTED, UNCONFIRMED -> false;
        };
    }

    boolean isPushback() {
        return Pushback.isIn(SmtpPhase.RCPT, reply);
    }
}

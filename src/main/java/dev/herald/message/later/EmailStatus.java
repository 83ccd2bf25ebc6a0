package dev.herald.message.later;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;

/**
 * What became of an email, as a mail server reported it. Not for logs.
 *
 * @param message whose it is
 * @param messageId what {@link Outcome.Accepted#messageId} was
 * @param status {@code delivered}, {@code relayed}, {@code delayed}, {@code bounced} (RFC 3464) or {@code complained} (RFC 5965)
 * @param recipient the address as the report has it; empty where it names none
 * @param statusCode RFC 3463, as {@code 5.1.1}; empty where the report has none
 */
public record EmailStatus(MessageRef message, String messageId, String status, String recipient, String statusCode) {
    @Override
    public String toString() {
        return "EmailStatus[" + status + "]";
    }
}

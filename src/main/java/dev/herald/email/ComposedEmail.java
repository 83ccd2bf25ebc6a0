package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.Envelope;
import dev.herald.email.mime.ComposedMessage;
import dev.herald.email.smtp.Extensions;
import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message and who gets it, weighed against what a server offers.
 *
 * @param reporting what the server is asked to report; null for nothing
 */
record ComposedEmail(ComposedMessage message, Envelope envelope, MessageRef ref, @Nullable Reporting reporting) {

    String messageId() {
        return message.messageId();
    }

    /**
     * The parameters of MAIL FROM.
     *
     * @param told as {@link #envelopeFor} the server
     */
    List<String> mailParameters(Extensions server, Envelope told) {
        List<String> parameters = new ArrayList<>(3);
        if (server.offer("SIZE")) {
            parameters.add("SIZE=" + message.size());
        }
        if (message.utf8Field() != null || told.recipients().stream().anyMatch(EmailAddress::needsSmtpUtf8)) {
            parameters.add("BODY=8BITMIME");
            parameters.add("SMTPUTF8");
        }
        if (reporting != null) {
            parameters.addAll(reporting.ofMail(server, ref.jobKey()));
        }
        return parameters;
    }

    /** The parameters of RCPT TO. */
    List<String> rcptParameters(Extensions server, EmailAddress recipient) {
        return reporting == null ? List.of() : reporting.ofRecipient(server, recipient);
    }

    /**
     * The envelope without the recipients that a server which offers this can't be told (RFC 6531). These are Bcc: an address
     * in the header would stay in the message, which RFC 6532 keeps from such a server, so {@link #refusedBy} speaks first.
     *
     * @param recipients whom it is for
     */
    Envelope envelopeFor(List<EmailAddress> recipients, Extensions server) {
        return new Envelope(envelope.sender(), server.offerUtf8()
                ? recipients
                : recipients.stream().filter(recipient -> !recipient.needsSmtpUtf8()).toList());
    }

    /** Why a server that offers this can't take it (RFC 1870, RFC 6532). */
    Optional<Outcome.Refused> refusedBy(Extensions server) {
        long limit = server.sizeLimit();
        if (limit > 0 && message.size() > limit) {
            return Optional
                    .of(new Outcome.Refused(ErrorCode.MESSAGE_REJECTED, "body: with its attachments the message has "
                            + message.size() + " bytes, but the server takes at most " + limit));
        }
        String utf8Field = message.utf8Field();
        if (utf8Field != null && !server.offerUtf8()) {
            boolean ofRecipient = envelope.recipients().stream()
                    .anyMatch(recipient -> recipient.field().equals(utf8Field));
            return Optional.of(new Outcome.Refused(
                    ofRecipient ? ErrorCode.RECIPIENT_REJECTED : ErrorCode.MESSAGE_REJECTED, utf8Field
                            + ": has characters beyond ASCII before the at sign, but the server does not offer SMTPUTF8"));
        }
        return Optional.empty();
    }
}

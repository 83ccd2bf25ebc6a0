package dev.herald.email;

import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message ready for the wire.
 *
 * @param messageId with its angle brackets
 * @param bytes the message (RFC 5322), lines ended by CRLF, the last included
 * @param utf8Field the input whose address is in the header and only SMTPUTF8 can carry; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ComposedEmail(String messageId, Envelope envelope, byte[] bytes, @Nullable String utf8Field) {

    /** What the Message-ID begins with, before the sender's domain. */
    String idPrefix() {
        return messageId.substring(1, messageId.indexOf('@'));
    }

    /**
     * The parameters of MAIL FROM.
     *
     * @param told as {@link #envelopeFor} the server
     */
    List<String> mailParameters(Extensions server, Envelope told) {
        List<String> parameters = new ArrayList<>(3);
        if (server.offer("SIZE")) {
            parameters.add("SIZE=" + bytes.length);
        }
        if (utf8Field != null || told.recipients().stream().anyMatch(EmailAddress::needsSmtpUtf8)) {
            parameters.add("BODY=8BITMIME");
            parameters.add("SMTPUTF8");
        }
        return parameters;
    }

    /**
     * The envelope without the recipients that a server which offers this can't be told (RFC 6531). These are Bcc: an address
     * in the header would stay in the message, which RFC 6532 keeps from such a server, so {@link #refusedBy} speaks first.
     */
    Envelope envelopeFor(Extensions server) {
        return server.offerUtf8()
                ? envelope
                : new Envelope(envelope.sender(),
                        envelope.recipients().stream().filter(recipient -> !recipient.needsSmtpUtf8()).toList());
    }

    /** Why a server that offers this can't take it (RFC 1870, RFC 6532). */
    Optional<Outcome.Refused> refusedBy(Extensions server) {
        long limit = server.sizeLimit();
        if (limit > 0 && bytes.length > limit) {
            return Optional
                    .of(new Outcome.Refused(ErrorCode.MESSAGE_REJECTED, "body: with its attachments the message has "
                            + bytes.length + " bytes, but the server takes at most " + limit));
        }
        if (utf8Field != null && !server.offerUtf8()) {
            boolean ofRecipient = envelope.recipients().stream()
                    .anyMatch(recipient -> recipient.field().equals(utf8Field));
            return Optional.of(new Outcome.Refused(
                    ofRecipient ? ErrorCode.RECIPIENT_REJECTED : ErrorCode.MESSAGE_REJECTED, utf8Field
                            + ": has characters beyond ASCII before the at sign, but the server does not offer SMTPUTF8"));
        }
        return Optional.empty();
    }

    /** The first of the addresses that needs SMTPUTF8. */
    static @Nullable String utf8Field(Stream<EmailAddress> addresses) {
        return addresses.filter(EmailAddress::needsSmtpUtf8).map(EmailAddress::field).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return "ComposedEmail[" + bytes.length + " bytes]";
    }
}

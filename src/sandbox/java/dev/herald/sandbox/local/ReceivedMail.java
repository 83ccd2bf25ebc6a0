package dev.herald.sandbox.local;

import java.time.Instant;
import java.util.List;

/**
 * An email as an SMTP server took it over.
 *
 * @param number counts from 1, in the order of arrival
 * @param sender the reverse-path of MAIL FROM, empty for a null one
 * @param recipients the accepted forward-paths, in the order of RCPT TO
 * @param raw the message as transmitted, dot-stuffing undone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ReceivedMail(long number, Instant at, String sender, List<String> recipients, byte[] raw) {
    public ReceivedMail {
        recipients = List.copyOf(recipients);
    }
}

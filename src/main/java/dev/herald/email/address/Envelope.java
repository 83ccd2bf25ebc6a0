package dev.herald.email.address;

import java.util.List;

/**
 * What is told to the server beside the message.
 *
 * @param sender where bounces go
 * @param recipients each once
 */
public record Envelope(EmailAddress sender, List<EmailAddress> recipients) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }
}

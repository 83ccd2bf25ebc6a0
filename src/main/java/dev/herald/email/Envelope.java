package dev.herald.email;

import java.util.List;

/**
 * What is told to the server beside the message.
 *
 * @param sender where bounces go
 * @param recipients each once
 */
record Envelope(EmailAddress sender, List<EmailAddress> recipients) {
    Envelope {
        recipients = List.copyOf(recipients);
    }
}

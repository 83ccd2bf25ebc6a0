package dev.herald.email.smtp;

import java.util.Map;

/** What a reply's codes mean (RFC 3463 and the IANA registry of enhanced status codes). */
public final class StatusText {
    private static final Map<String, String> MEANINGS = Map.ofEntries(Map.entry("1.1", "no such mailbox"),
            Map.entry("1.2", "no such domain"), Map.entry("1.3", "malformed recipient address"),
            Map.entry("1.6", "the mailbox has moved"), Map.entry("1.7", "malformed sender address"),
            Map.entry("1.8", "the sender's domain does not exist"), Map.entry("1.10", "the domain takes no mail"),
            Map.entry("2.1", "the mailbox is disabled"), Map.entry("2.2", "the mailbox is full"),
            Map.entry("2.3", "the message is too large for the mailbox"), Map.entry("3.1", "the mail system is full"),
            Map.entry("3.2", "the system takes no mail now"), Map.entry("3.4", "the message is too large"),
            Map.entry("4.2", "bad connection"), Map.entry("4.5", "the mail system is congested"),
            Map.entry("5.3", "too many recipients"), Map.entry("7.0", "security or policy"),
            Map.entry("7.1", "not allowed by the server's policy"), Map.entry("7.8", "wrong credentials"),
            Map.entry("7.9", "the authentication mechanism is too weak"), Map.entry("7.20", "no DKIM signature passed"),
            Map.entry("7.23", "SPF failed"), Map.entry("7.26", "SPF, DKIM or DMARC failed"),
            Map.entry("7.27", "the sender's domain takes no mail"), Map.entry("7.28", "too many messages at once"));

    private StatusText() {}

    /** The codes with their meaning. */
    public static String of(SmtpReply reply) {
        String meaning = MEANINGS.get(reply.detail());
        return meaning == null ? reply.toString() : reply + ", " + meaning;
    }
}

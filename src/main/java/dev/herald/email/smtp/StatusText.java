package dev.herald.email.smtp;

import java.util.Map;

/** What a reply's codes mean (RFC 3463, the IANA registry of enhanced status codes, and large providers), without their class or with it. */
public final class StatusText {
    private static final Map<String, String> MEANINGS = Map.ofEntries(Map.entry("1.1", "no such mailbox"),
            Map.entry("1.2", "no such domain"), Map.entry("1.3", "malformed recipient address"),
            Map.entry("1.6", "the mailbox has moved"), Map.entry("1.7", "malformed sender address"),
            Map.entry("1.8", "the sender's domain does not exist"), Map.entry("1.10", "the domain takes no mail"),
            Map.entry("1.90", "the day's limit of recipients"),
            Map.entry("2.1", "the mailbox is disabled"), Map.entry("2.2", "the mailbox is full"),
            Map.entry("2.3", "the message is too large for the mailbox"),
            Map.entry("2.251", "not allowed to send as this sender"),
            Map.entry("2.252", "not allowed to send as this sender"), Map.entry("3.1", "the mail system is full"),
            Map.entry("3.2", "the system takes no mail now"), Map.entry("3.4", "the message is too large"),
            Map.entry("4.2", "bad connection"), Map.entry("4.5", "the mail system is congested"),
            Map.entry("5.4.5", "the day's limit"), Map.entry("4.7.1", "refused for now, as by greylisting"),
            Map.entry("5.3", "too many recipients"), Map.entry("7.0", "security or policy"),
            Map.entry("7.1", "not authorized"), Map.entry("7.8", "wrong credentials"),
            Map.entry("7.9", "the authentication mechanism is too weak"),
            Map.entry("7.11", "the authentication mechanism wants encryption"),
            Map.entry("7.20", "no DKIM signature passed"),
            Map.entry("7.23", "SPF failed"), Map.entry("7.26", "SPF, DKIM or DMARC failed"),
            Map.entry("7.27", "the sender's domain takes no mail"), Map.entry("7.28", "too many messages at once"),
            Map.entry("7.60", "not allowed to send as this sender"),
            Map.entry("7.139", "SMTP AUTH is switched off for the mailbox or its tenant"));

    private StatusText() {}

    /** The codes with their meaning. */
    public static String of(SmtpReply reply) {
        String meaning = MEANINGS.getOrDefault(reply.enhanced(), MEANINGS.get(reply.detail()));
        return meaning == null ? reply.toString() : reply + ", " + meaning;
    }
}

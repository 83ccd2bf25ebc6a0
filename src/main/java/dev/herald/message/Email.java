package dev.herald.message;

import dev.herald.message.file.Attachment;
import dev.herald.message.text.BodyFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An email as the process asked for it. Address fields hold the entries as given: each may itself be a comma-separated
 * list with display names (RFC 5322 section 3.4).
 *
 * @param preset the name of the SMTP preset; null or blank for the default one
 * @param sender From; null for the preset's sender
 */
public record Email(@Nullable String preset, @Nullable String sender, List<String> recipient, List<String> cc,
        List<String> bcc, List<String> replyTo, Map<String, String> headers, List<Attachment> attachments,
        String subject, String body, BodyFormat bodyFormat) implements Message {

    public Email {
        recipient = List.copyOf(recipient);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        replyTo = List.copyOf(replyTo);
        attachments = List.copyOf(attachments);
    }

    @Override
    public ActionType type() {
        return ActionType.SMTP_SEND_EMAIL;
    }

    /** The same email with another subject and body, the body in {@code newFormat}. */
    public Email withText(String newSubject, String newBody, BodyFormat newFormat) {
        return new Email(preset, sender, recipient, cc, bcc, replyTo, headers, attachments, newSubject, newBody,
                newFormat);
    }

    /** The same email with other files. */
    public Email withAttachments(List<Attachment> newAttachments) {
        return new Email(preset, sender, recipient, cc, bcc, replyTo, headers, newAttachments, subject, body,
                bodyFormat);
    }

    /** The same email for {@code newRecipient} alone, with {@code newHeaders} only. Nobody else is answered. */
    public Email redirectedTo(String newRecipient, Map<String, String> newHeaders) {
        return new Email(preset, sender, List.of(newRecipient), List.of(), List.of(), List.of(), newHeaders,
                attachments, subject, body, bodyFormat);
    }

    @Override
    public String toString() {
        return "Email[" + (recipient.size() + cc.size() + bcc.size()) + " recipient entries, " + body.length()
                + " characters]";
    }
}

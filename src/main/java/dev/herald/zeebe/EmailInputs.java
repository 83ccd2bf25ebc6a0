package dev.herald.zeebe;

import dev.herald.message.Attachment;
import dev.herald.message.BodyFormat;
import dev.herald.message.Email;
import java.util.List;
import java.util.Map;

/** The inputs of {@code smtp_send_email}. */
final class EmailInputs {
    private EmailInputs() {}

    static Email read(Variables variables) {
        List<String> recipient = variables.texts("recipient");
        if (recipient.isEmpty()) {
            throw new InvalidInputException("recipient", "is required, but missing or blank.");
        }
        return new Email(variables.text("smtpAuthPreset").orElse(null), variables.text("sender").orElse(null),
                recipient,
                variables.texts("cc"), variables.texts("bcc"), variables.texts("replyTo"),
                variables.textsByName("headers"), attachments(variables), variables.requiredText("subject"),
                variables.requiredText("body"),
                variables.word("bodyFormat", BodyFormat.class).orElse(BodyFormat.AUTO));
    }

    private static List<Attachment> attachments(Variables variables) {
        return variables.contexts("attachments").stream()
                .map(file -> new Attachment(file.requiredText("filename"),
                        file.text("contentType").orElse("application/octet-stream"),
                        file.textEvenBlank("contentBase64").orElseThrow(
                                () -> new InvalidInputException(file.path() + "contentBase64", "is required.")),
                        file.truth("inline", false), file.text("contentId").orElse(null)))
                .toList();
    }

    /** The variables that {@link #read} would read the same email from. */
    static Map<String, Object> write(Email email) {
        return Inputs.present(Inputs.entry("smtpAuthPreset", email.preset()), Inputs.entry("sender", email.sender()),
                Inputs.entry("recipient", email.recipient()), Inputs.entry("cc", email.cc()),
                Inputs.entry("bcc", email.bcc()), Inputs.entry("replyTo", email.replyTo()),
                Inputs.entry("headers", email.headers()),
                Inputs.entry("attachments", email.attachments().stream().map(EmailInputs::write).toList()),
                Inputs.entry("subject", email.subject()), Inputs.entry("body", email.body()),
                Inputs.entry("bodyFormat", Inputs.word(email.bodyFormat())));
    }

    private static Map<String, Object> write(Attachment file) {
        return Inputs.present(Inputs.entry("filename", file.filename()),
                Inputs.entry("contentType", file.contentType()),
                Inputs.entry("contentBase64", file.contentBase64()), Inputs.entry("inline", file.inline()),
                Inputs.entry("contentId", file.contentId()));
    }
}

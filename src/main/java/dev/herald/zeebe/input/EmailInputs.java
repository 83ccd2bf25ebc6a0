package dev.herald.zeebe.input;

import dev.herald.message.ActionType;
import dev.herald.message.Email;
import dev.herald.message.file.Attachment;
import dev.herald.message.text.Blanks;
import dev.herald.message.text.BodyFormat;
import java.util.List;
import java.util.Map;

/** The inputs of {@code smtp_send_email}. */
public final class EmailInputs {
    static final List<String> NAMES = List.of("smtpAuthPreset", "sender", "recipient", "cc", "bcc", "replyTo",
            "headers",
            "attachments", "subject", "body", "bodyFormat");
    private static final int MOST_HEADERS = 50;
    private static final int LONGEST_HEADERS = 32_000;
    private static final int MOST_ATTACHMENTS = 100;

    private EmailInputs() {}

    static Email read(Variables variables) {
        List<String> recipient = variables.texts("recipient");
        if (recipient.isEmpty()) {
            throw missing(variables, "recipient");
        }
        return new Email(variables.code("smtpAuthPreset").orElse(null), variables.code("sender").orElse(null),
                recipient, variables.texts("cc"), variables.texts("bcc"), variables.texts("replyTo"),
                variables.linesByName("headers", MOST_HEADERS, LONGEST_HEADERS), attachments(variables),
                variables.line("subject").map(Blanks::oneLine).orElseThrow(() -> missing(variables, "subject")),
                variables.text("body").orElseThrow(() -> missing(variables, "body")),
                variables.word("bodyFormat", BodyFormat.class).orElse(BodyFormat.AUTO));
    }

    private static InvalidInputException missing(Variables variables, String name) {
        return Missing.input(ActionType.SMTP_SEND_EMAIL, variables, name);
    }

    private static List<Attachment> attachments(Variables variables) {
        return variables.contexts("attachments", MOST_ATTACHMENTS).stream().map(AttachmentInput::read).toList();
    }

    /** The variables that {@link #read} would read the same email from. */
    public static Map<String, Object> write(Email email) {
        return Inputs.present(Inputs.entry("smtpAuthPreset", email.preset()), Inputs.entry("sender", email.sender()),
                Inputs.entry("recipient", email.recipient()), Inputs.entry("cc", email.cc()),
                Inputs.entry("bcc", email.bcc()), Inputs.entry("replyTo", email.replyTo()),
                Inputs.entry("headers", email.headers()),
                Inputs.entry("attachments", email.attachments().stream().map(AttachmentInput::write).toList()),
                Inputs.entry("subject", email.subject()), Inputs.entry("body", email.body()),
                Inputs.entry("bodyFormat", Inputs.word(email.bodyFormat())));
    }
}

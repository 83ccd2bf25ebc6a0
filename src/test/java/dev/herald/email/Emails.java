package dev.herald.email;

import dev.herald.message.Email;
import dev.herald.message.file.Attachment;
import dev.herald.message.text.BodyFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Emails for tests. */
public final class Emails {
    private @Nullable String preset;
    private @Nullable String sender;
    private List<String> recipient = List.of("ann@example.com");
    private List<String> cc = List.of();
    private List<String> bcc = List.of();
    private List<String> replyTo = List.of();
    private Map<String, String> headers = Map.of();
    private List<Attachment> attachments = List.of();
    private String subject = "Your order";
    private String body = "It is on its way.";
    private BodyFormat format = BodyFormat.AUTO;

    private Emails() {}

    public static Emails email() {
        return new Emails();
    }

    public Emails preset(String value) {
        preset = value;
        return this;
    }

    public Emails sender(String value) {
        sender = value;
        return this;
    }

    public Emails to(String... entries) {
        recipient = List.of(entries);
        return this;
    }

    public Emails cc(String... entries) {
        cc = List.of(entries);
        return this;
    }

    public Emails bcc(String... entries) {
        bcc = List.of(entries);
        return this;
    }

    public Emails replyTo(String... entries) {
        replyTo = List.of(entries);
        return this;
    }

    public Emails headers(Map<String, String> value) {
        headers = value;
        return this;
    }

    public Emails attachments(Attachment... value) {
        attachments = List.of(value);
        return this;
    }

    public Emails subject(String value) {
        subject = value;
        return this;
    }

    public Emails body(String value) {
        body = value;
        return this;
    }

    public Emails format(BodyFormat value) {
        format = value;
        return this;
    }

    public Email build() {
        return new Email(preset, sender, recipient, cc, bcc, replyTo, headers, attachments, subject, body, format);
    }
}

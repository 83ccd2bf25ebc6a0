package dev.herald.email;

import dev.herald.message.Email;
import dev.herald.message.MessageRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the message (RFC 5322, MIME). */
final class MessageComposer {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'",
            Locale.ENGLISH);

    private final InstantSource clock;

    MessageComposer(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Composes.
     *
     * @param addresses everyone named, each once
     * @param maxAttachmentBytes for all attachments together
     */
    ComposedEmail compose(Email email, Addresses addresses, long maxAttachmentBytes, MessageRef ref)
            throws InvalidFieldException {
        Text.requireOneLine("subject", email.subject());
        Text.requireWellFormed("body", email.body());
        List<MimeEntity.FilePart> files = Attachments.parse(email.attachments(), maxAttachmentBytes);
        Map<String, String> custom = CustomHeaders.check(email.headers());
        String digest = digest(email, addresses);
        String messageId = "<herald." + ref.jobKey() + '.' + digest + '@' + addresses.idDomain() + '>';

        StringBuilder header = new StringBuilder(512);
        HeaderWriter fields = new HeaderWriter(header);
        fields.words("Date", DATE.format(clock.instant().atOffset(ZoneOffset.UTC)))
                .addresses("From", List.of(addresses.sender())).addresses("To", addresses.to())
                .addresses("Cc", addresses.cc()).addresses("Reply-To", addresses.replyTo())
                .words("Message-ID", messageId).text("Subject", email.subject())
                .words("Auto-Submitted", "auto-generated");
        custom.forEach(fields::custom);
        fields.words("MIME-Version", "1.0");

        MimeEntity.Output out = new MimeEntity.Output(digest, 1024 + 2 * email.body().length());
        MessageBody.of(email, files).write(header, true, out);
        out.endLastLine();
        return new ComposedEmail(messageId, new Envelope(addresses.sender(), addresses.recipients()),
                out.toByteArray(), ComposedEmail.utf8Field(addresses.inHeader()));
    }

    /** Tells messages apart that have the same job key in different clusters; the same on every attempt. */
    private static String digest(Email email, Addresses addresses) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            addresses.all().forEach(address -> update(digest, address.wireAddress()));
            update(digest, email.subject());
            update(digest, email.body());
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}

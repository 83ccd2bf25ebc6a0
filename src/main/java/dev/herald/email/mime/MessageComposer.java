package dev.herald.email.mime;

import dev.herald.email.address.Addresses;
import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.address.Text;
import dev.herald.message.Email;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the message (RFC 5322, MIME). */
public final class MessageComposer {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'",
            Locale.ENGLISH);

    private final LedgerId ledger;
    private final InstantSource clock;

    /** @param ledger tells messages apart that have the same job key in different clusters */
    public MessageComposer(LedgerId ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Composes.
     *
     * @param addresses everyone named, each once
     * @param maxAttachmentBytes for all attachments together
     */
    public ComposedMessage compose(Email email, Addresses addresses, long maxAttachmentBytes, MessageRef ref)
            throws InvalidFieldException {
        Text.requireOneLine("subject", email.subject());
        Text.requireWellFormed("body", email.body());
        List<MimeEntity.FilePart> files = Attachments.parse(email.attachments(), maxAttachmentBytes);
        Map<String, String> custom = CustomHeaders.check(email.headers());
        String id = ref.jobKey() + "." + ledger.mac("message-id", Long.toString(ref.jobKey())).substring(0, 16);
        String messageId = "<herald." + id + '@' + addresses.idDomain() + '>';

        StringBuilder header = new StringBuilder(512);
        HeaderWriter fields = new HeaderWriter(header);
        fields.words("Date", DATE.format(clock.instant().atOffset(ZoneOffset.UTC)))
                .addresses("From", List.of(addresses.sender())).addresses("To", addresses.to())
                .addresses("Cc", addresses.cc()).addresses("Reply-To", addresses.replyTo())
                .words("Message-ID", messageId).text("Subject", email.subject())
                .words("Auto-Submitted", "auto-generated");
        custom.forEach(fields::custom);
        fields.words("MIME-Version", "1.0");

        MimeEntity.Output out = new MimeEntity.Output(id, 1024 + 2 * email.body().length());
        MessageBody.of(email, files).write(header, true, out);
        out.endLastLine();
        return new ComposedMessage(messageId, out.toByteArray(), utf8Field(addresses.inHeader()));
    }

    /** The first of the addresses that needs SMTPUTF8. */
    private static @Nullable String utf8Field(Stream<EmailAddress> addresses) {
        return addresses.filter(EmailAddress::needsSmtpUtf8).map(EmailAddress::field).findFirst().orElse(null);
    }
}

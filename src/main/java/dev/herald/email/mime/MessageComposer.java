package dev.herald.email.mime;

import dev.herald.email.address.Addresses;
import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.address.Text;
import dev.herald.message.Email;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.file.Attachment;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the message (RFC 5322, MIME). */
public final class MessageComposer {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'",
            Locale.ENGLISH);
    private static final Session SESSION = Session.getInstance(new Properties());

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
     * @throws IOException if an attachment can't be read
     */
    public ComposedMessage compose(Email email, Addresses addresses, long maxAttachmentBytes, MessageRef ref)
            throws InvalidFieldException, IOException {
        Text.requireOneLine("subject", email.subject());
        Text.requireWellFormed("body", email.body());
        List<Attachment> files = Attachments.check(email.attachments(), maxAttachmentBytes);
        Map<String, String> custom = CustomHeaders.check(email.headers());
        String id = ref.jobKey() + "." + ledger.signature(ref.jobKey());
        String messageId = "<herald." + id + '@' + addresses.idDomain() + '>';
        try {
            MimeMessage message = new Message();
            message.setHeader("Date", DATE.format(clock.instant().atOffset(ZoneOffset.UTC)));
            setAddresses(message, "From", List.of(addresses.sender()));
            setAddresses(message, "To", addresses.to());
            setAddresses(message, "Cc", addresses.cc());
            setAddresses(message, "Reply-To", addresses.replyTo());
            message.setHeader("Message-ID", messageId);
            message.setHeader("Subject", HeaderText.of("Subject", email.subject()));
            message.setHeader("Auto-Submitted", "auto-generated");
            for (Map.Entry<String, String> field : custom.entrySet()) {
                message.setHeader(field.getKey(), HeaderText.ofUnknownForm(field.getKey(), field.getValue()));
            }
            MessageBody.of(email, files).fill(message);
            message.saveChanges();
            return new ComposedMessage(messageId, message, utf8Field(addresses.inHeader()));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void setAddresses(MimeMessage message, String field, List<EmailAddress> addresses)
            throws MessagingException {
        if (!addresses.isEmpty()) {
            message.setHeader(field, HeaderText.of(addresses));
        }
    }

    /** The first of the addresses that needs SMTPUTF8. */
    private static @Nullable String utf8Field(Stream<EmailAddress> addresses) {
        return addresses.filter(EmailAddress::needsSmtpUtf8).map(EmailAddress::field).findFirst().orElse(null);
    }

    /** Keeps its Message-ID. */
    private static final class Message extends MimeMessage {
        Message() {
            super(SESSION);
        }

        @Override
        protected void updateMessageID() {
            // it derives from the job
        }
    }
}

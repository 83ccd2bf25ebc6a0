package dev.herald.sandbox.local;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A received email taken apart for reading. Header fields are decoded; what can't be read is shown as it is.
 *
 * @param text the first plain text part, null for none
 * @param html the first HTML part, null for none
 */
public record ParsedMail(@Nullable String messageId, String from, String to, String cc, String subject,
        @Nullable String text,
        @Nullable String html, List<File> files) {
    private static final Set<String> INLINE_IMAGES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    /** @param contentId without angle brackets, null for none */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record File(String name, String contentType, @Nullable String contentId, byte[] content) {}

    public static ParsedMail of(ReceivedMail mail) {
        try {
            MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(mail.raw()));
            Parts parts = new Parts();
            parts.take(message);
            return new ParsedMail(message.getMessageID(), field(message, "From"), field(message, "To"),
                    field(message, "Cc"), field(message, "Subject"), parts.text, parts.html, parts.files);
        } catch (MessagingException | IOException e) {
            return new ParsedMail(null, mail.sender(), String.join(", ", mail.recipients()), "",
                    "(unreadable: see the source)", null, null, List.of());
        }
    }

    /** The HTML part with the images that the email itself carries in place of their {@code cid:} URLs. */
    public Optional<String> htmlWithImages() {
        String shown = html;
        for (File file : files) {
            if (shown != null && file.contentId() != null && INLINE_IMAGES.contains(file.contentType())) {
                shown = shown.replace("cid:" + file.contentId(), "data:" + file.contentType() + ";base64,"
                        + Base64.getEncoder().encodeToString(file.content()));
            }
        }
        return Optional.ofNullable(shown);
    }

    private static String field(Message message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        if (values == null) {
            return "";
        }
        String unfolded = MimeUtility.unfold(String.join(", ", values));
        try {
            return MimeUtility.decodeText(unfolded);
        } catch (IOException e) {
            return unfolded;
        }
    }

    private static final class Parts {
        private final List<File> files = new ArrayList<>();
        private @Nullable String text;
        private @Nullable String html;

        void take(Part part) throws MessagingException, IOException {
            boolean attachment = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null;
            if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    BodyPart inner = multipart.getBodyPart(i);
                    take(inner);
                }
            } else if (text == null && !attachment && part.isMimeType("text/plain")) {
                text = String.valueOf(part.getContent());
            } else if (html == null && !attachment && part.isMimeType("text/html")) {
                html = String.valueOf(part.getContent());
            } else {
                files.add(file(part));
            }
        }

        private File file(Part part) throws MessagingException, IOException {
            String name = part.getFileName() == null ? "unnamed" : MimeUtility.decodeText(part.getFileName());
            String type = part.getContentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            String[] contentId = part.getHeader("Content-ID");
            try (InputStream content = part.getInputStream()) {
                return new File(name, type, contentId == null ? null : contentId[0].replaceAll("[<>\\s]", ""),
                        content.readAllBytes());
            }
        }
    }
}

package dev.herald.email.mime;

import dev.herald.message.Email;
import dev.herald.message.file.Attachment;
import dev.herald.message.text.BodyFormat;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which parts a message consists of. */
final class MessageBody {
    private static final Pattern CHARSET = Pattern.compile(";[ \\t]*charset=", Pattern.CASE_INSENSITIVE);

    private final List<Attachment> files;

    private MessageBody(List<Attachment> files) {
        this.files = files;
    }

    /** What fills a message or one of its parts, with the header fields that tell of it. */
    @FunctionalInterface
    interface Entity {
        void fill(MimePart part) throws MessagingException;
    }

    /** The text, or HTML with its plain-text alternative, with the files around it. */
    static Entity of(Email email, List<Attachment> files) {
        return new MessageBody(files).of(email.body(), email.bodyFormat().of(email.body()));
    }

    private Entity of(String body, BodyFormat format) {
        boolean formatted = format != BodyFormat.TEXT;
        List<Entity> alternatives = new ArrayList<>(switch (format) {
            case TEXT, AUTO -> List.of(text("plain", body));
            case HTML -> page(body);
            // not its source: what was inserted is escaped there
            case MARKDOWN -> page(Markdown.toHtml(body));
        });
        invitation().ifPresent(alternatives::add);
        List<Entity> parts = new ArrayList<>(List.of(together("alternative", alternatives)));
        files.stream().filter(file -> !(formatted && file.inline())).map(MessageBody::file).forEach(parts::add);
        return together("mixed", parts);
    }

    /** RFC 2046 section 5.1.4: the plainest first. */
    private List<Entity> page(String html) {
        List<Entity> related = new ArrayList<>(List.of(text("html", html)));
        files.stream().filter(Attachment::inline).map(MessageBody::file).forEach(related::add);
        return List.of(text("plain", HtmlText.of(html)), together("related", related));
    }

    /** A meeting (RFC 6047), which is shown as one only where it stands beside the text. */
    private Optional<Entity> invitation() {
        return files.stream().filter(MessageBody::isInvitation).findFirst().map(file -> part -> {
            String type = file.contentType();
            encoded(part, file, CHARSET.matcher(type).find() ? type : type + "; charset=UTF-8");
        });
    }

    private static boolean isInvitation(Attachment file) {
        return Attachment.isInvitation(file.contentType());
    }

    private static Entity file(Attachment file) {
        return part -> {
            // a second text/calendar would be shown as a second meeting
            String type = isInvitation(file) ? "application/ics" : file.contentType();
            encoded(part, file, FileName.contentType(type, file.filename()));
            part.setHeader("Content-Disposition",
                    FileName.disposition(file.inline() ? "inline" : "attachment", file.filename()));
            if (file.contentId() != null) {
                part.setHeader("Content-ID", '<' + file.contentId() + '>');
            }
        };
    }

    private static void encoded(MimePart part, Attachment file, String type) throws MessagingException {
        part.setDataHandler(new DataHandler(new Source(type, file.content()::open)));
        part.setHeader("Content-Type", type);
        part.setHeader("Content-Transfer-Encoding", "base64");
    }

    private static Entity text(String subtype, String text) {
        byte[] lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        return part -> {
            String type = "text/" + subtype + "; charset=utf-8";
            Source source = new Source(type, () -> new ByteArrayInputStream(lines));
            String encoding = MimeUtility.getEncoding(source);
            // 7bit can't tell that the last line of a message has no end
            boolean open = part instanceof MimeMessage && (lines.length == 0 || lines[lines.length - 1] != '\n');
            part.setDataHandler(new DataHandler(source));
            part.setHeader("Content-Type", type);
            part.setHeader("Content-Transfer-Encoding",
                    open && encoding.equals("7bit") ? "quoted-printable" : encoding);
        };
    }

    private static Entity together(String subtype, List<Entity> entities) {
        return entities.size() == 1 ? entities.getFirst() : part -> {
            MimeMultipart multipart = new MimeMultipart(subtype);
            for (Entity entity : entities) {
                Part inner = new Part();
                entity.fill(inner);
                multipart.addBodyPart(inner);
            }
            part.setContent(multipart);
            // RFC 2387 section 3.1
            String type = subtype.equals("related") ? ";\r\n\ttype=\"text/html\"" : "";
            part.setHeader("Content-Type", multipart.getContentType() + type);
        };
    }
}

package dev.herald.email.mime;

import dev.herald.message.BodyFormat;
import dev.herald.message.Email;
import java.util.ArrayList;
import java.util.List;

/** Which parts a message consists of. */
final class MessageBody {
    private MessageBody() {}

    /** The text, or HTML with its plain-text alternative, with the files around it. */
    static MimeEntity of(Email email, List<MimeEntity.FilePart> files) {
        String body = email.body();
        BodyFormat format = email.bodyFormat().of(body);
        boolean formatted = format != BodyFormat.TEXT;
        List<MimeEntity.FilePart> related = files.stream().filter(file -> formatted && file.inline()).toList();
        List<MimeEntity.FilePart> attached = files.stream().filter(file -> !(formatted && file.inline())).toList();
        MimeEntity content = switch (format) {
            case TEXT, AUTO -> new MimeEntity.TextPart("plain", body);
            case HTML -> alternative(body, related);
            // not its source: what was inserted is escaped there
            case MARKDOWN -> alternative(Markdown.toHtml(body), related);
        };
        return attached.isEmpty() ? content : multipart("mixed", content, attached);
    }

    /** RFC 2046 section 5.1.4: the plainest first. */
    private static MimeEntity alternative(String html, List<MimeEntity.FilePart> related) {
        MimeEntity page = new MimeEntity.TextPart("html", html);
        MimeEntity rich = related.isEmpty() ? page : multipart("related; type=\"text/html\"", page, related);
        return new MimeEntity.Multipart("alternative",
                List.of(new MimeEntity.TextPart("plain", HtmlText.of(html)), rich));
    }

    private static MimeEntity multipart(String subtype, MimeEntity first, List<MimeEntity.FilePart> others) {
        List<MimeEntity> parts = new ArrayList<>();
        parts.add(first);
        parts.addAll(others);
        return new MimeEntity.Multipart(subtype, List.copyOf(parts));
    }
}

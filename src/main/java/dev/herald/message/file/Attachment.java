package dev.herald.message.file;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that goes with an email.
 *
 * @param filename the name shown to the reader
 * @param contentType the MIME type, {@code application/octet-stream} where the process gave none
 * @param content what it holds
 * @param inline whether the body refers to it
 * @param contentId what the body's {@code cid:} URL names, without angle brackets; null unless inline
 */
public record Attachment(String filename, String contentType, Content content, boolean inline,
        @Nullable String contentId) {

    private static final Pattern INVITATION = Pattern.compile("text/calendar[ \\t]*;(?:.*;)?[ \\t]*method=.*",
            Pattern.CASE_INSENSITIVE);

    public Attachment {
        contentType = contentType.strip();
    }

    /** Whether it is a meeting (RFC 6047) that a reader shall see as one. */
    public static boolean isInvitation(String contentType) {
        return INVITATION.matcher(contentType).matches();
    }

    /** The same file with another content. */
    public Attachment withContent(Content newContent) {
        return new Attachment(filename, contentType, newContent, inline, contentId);
    }

    @Override
    public String toString() {
        return "Attachment[" + contentType + ", " + content + "]";
    }
}

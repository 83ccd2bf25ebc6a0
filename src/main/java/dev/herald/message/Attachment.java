package dev.herald.message;

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

    public Attachment {
        contentType = contentType.strip();
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

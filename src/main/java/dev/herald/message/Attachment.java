package dev.herald.message;

import org.jspecify.annotations.Nullable;

/**
 * A file that goes with an email.
 *
 * @param filename the name shown to the reader
 * @param contentType the MIME type, {@code application/octet-stream} where the process gave none
 * @param contentBase64 the content, Base64 as of RFC 4648 section 4
 * @param inline whether the body refers to it
 * @param contentId what the body's {@code cid:} URL names, without angle brackets; null unless inline
 */
public record Attachment(String filename, String contentType, String contentBase64, boolean inline,
        @Nullable String contentId) {

    @Override
    public String toString() {
        return "Attachment[" + contentType + ", " + contentBase64.length() + " characters]";
    }
}

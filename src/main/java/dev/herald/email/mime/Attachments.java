package dev.herald.email.mime;

import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.address.Text;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code attachments} of an action. */
final class Attachments {
    private static final String TOKEN = "[a-zA-Z0-9!#$%&'*+.^_`{|}~-]+";
    private static final Pattern CONTENT_TYPE = Pattern.compile("(?!(?i:multipart|message)/)" + TOKEN + "/" + TOKEN
            + "(?:[ \\t]*;[ \\t]*" + TOKEN + "=(?:" + TOKEN + "|\"[ !#-\\[\\]-~]*\"))*+");
    // far from the 998 characters of a line (RFC 5322 section 2.1.1)
    private static final int LONGEST_CONTENT_TYPE = 500;
    private static final int CHUNK = 16 * 1024;
    private static final Pattern CONTENT_ID = Pattern.compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.@-]{1,200}");

    private Attachments() {}

    /**
     * The same files, if all of them can be sent.
     *
     * @param maxBytes for all of them together, decoded
     * @throws IOException if one can't be read
     */
    static List<Attachment> check(List<Attachment> attachments, long maxBytes)
            throws InvalidFieldException, IOException {
        Set<String> inlineIds = new HashSet<>();
        long total = 0;
        for (int i = 0; i < attachments.size(); i++) {
            String field = "attachments[" + i + "]";
            Attachment file = attachments.get(i);
            check(field, file);
            if (file.inline() && !inlineIds.add(file.contentId())) {
                throw new InvalidFieldException(field + ".contentId", "is that of another inline attachment");
            }
            total += size(field, file.content(), maxBytes - total);
            if (total > maxBytes) {
                throw new InvalidFieldException("attachments",
                        "have more than " + maxBytes + " bytes together, the preset's max-attachment-size");
            }
        }
        return attachments;
    }

    private static void check(String field, Attachment attachment) throws InvalidFieldException {
        if (attachment.filename().isBlank()) {
            throw new InvalidFieldException(field + ".filename", "is missing");
        }
        Text.requireOneLine(field + ".filename", attachment.filename());
        String contentType = attachment.contentType();
        if (contentType.length() > LONGEST_CONTENT_TYPE || !CONTENT_TYPE.matcher(contentType).matches()) {
            throw new InvalidFieldException(field + ".contentType",
                    "is not a media type that a file can have, as application/pdf");
        }
        String contentId = attachment.contentId();
        if (attachment.inline() && contentId == null) {
            throw new InvalidFieldException(field + ".contentId", "is missing, though inline is true");
        }
        if (contentId != null && !CONTENT_ID.matcher(contentId).matches()) {
            throw new InvalidFieldException(field + ".contentId", "has a character that is not allowed");
        }
    }

    /** How many bytes it has; where they are more than can be sent, as many as were read until that was clear. */
    private static long size(String field, Content content, long most) throws InvalidFieldException, IOException {
        try (InputStream in = content.open()) {
            byte[] chunk = new byte[CHUNK];
            long count = 0;
            for (int read = in.read(chunk); read >= 0 && count <= most; read = in.read(chunk)) {
                count += read;
            }
            return count;
        } catch (Content.MalformedException e) {
            throw new InvalidFieldException(field + ".contentBase64", "is not Base64");
        }
    }
}

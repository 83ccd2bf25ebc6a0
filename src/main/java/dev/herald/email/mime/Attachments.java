package dev.herald.email.mime;

import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.address.Text;
import dev.herald.message.Attachment;
import java.util.ArrayList;
import java.util.Base64;
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
    private static final Pattern CONTENT_ID = Pattern.compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.@-]{1,200}");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private Attachments() {}

    /**
     * The files, decoded.
     *
     * @param maxBytes for all of them together
     */
    static List<MimeEntity.FilePart> parse(List<Attachment> attachments, long maxBytes) throws InvalidFieldException {
        List<MimeEntity.FilePart> files = new ArrayList<>(attachments.size());
        Set<String> inlineIds = new HashSet<>();
        long total = 0;
        for (int i = 0; i < attachments.size(); i++) {
            String field = "attachments[" + i + "]";
            byte[] content = content(field, attachments.get(i).contentBase64());
            total += content.length;
            if (total > maxBytes) {
                throw new InvalidFieldException("attachments",
                        "have more than " + maxBytes + " bytes together, the preset's max-attachment-size");
            }
            MimeEntity.FilePart file = file(field, attachments.get(i),
                    Base64.getMimeEncoder().encodeToString(content));
            if (file.inline() && !inlineIds.add(file.contentId())) {
                throw new InvalidFieldException(field + ".contentId", "is that of another inline attachment");
            }
            files.add(file);
        }
        return files;
    }

    private static MimeEntity.FilePart file(String field, Attachment attachment, String base64)
            throws InvalidFieldException {
        if (attachment.filename().isBlank()) {
            throw new InvalidFieldException(field + ".filename", "is missing");
        }
        Text.requireOneLine(field + ".filename", attachment.filename());
        String contentType = attachment.contentType().strip();
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
        return new MimeEntity.FilePart(attachment.filename(), contentType, base64,
                attachment.inline(), contentId);
    }

    private static byte[] content(String field, String base64) throws InvalidFieldException {
        try {
            return Base64.getDecoder().decode(WHITE_SPACE.matcher(base64).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field + ".contentBase64", "is not Base64");
        }
    }
}

package dev.herald.email.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a message or of one of its parts, with its own header fields (RFC 2045). */
sealed interface MimeEntity {

    /** Where entities are written to. */
    final class Output extends ByteArrayOutputStream {
        private static final byte[] CRLF = {'\r', '\n'};
        private final String seed;
        private int multiparts;

        /** @param seed tells the boundaries of this message from those of others */
        Output(String seed, int size) {
            super(size);
            this.seed = seed;
        }

        /** Can't occur in a part: {@link TransferEncoding} sees to it that no line begins with {@code --=_}. */
        private String nextBoundary() {
            return "=_" + seed + '_' + multiparts++;
        }

        private void header(StringBuilder fields) {
            ascii(fields.append("\r\n").toString());
        }

        private void ascii(String text) {
            writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Ends the last line if that is still to be done. */
        void endLastLine() {
            if (count < 2 || buf[count - 1] != '\n') {
                writeBytes(CRLF);
            }
        }
    }

    /**
     * Writes the entity.
     *
     * @param header the fields that come before those of the entity
     * @param endsMessage whether nothing but a line end follows
     */
    void write(StringBuilder header, boolean endsMessage, Output out);

    /**
     * A text in UTF-8.
     *
     * @param subtype of {@code text}
     */
    record TextPart(String subtype, String text) implements MimeEntity {
        @Override
        public void write(StringBuilder header, boolean endsMessage, Output out) {
            byte[] content = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            TransferEncoding encoding = TransferEncoding.shortestFor(content, endsMessage);
            new HeaderWriter(header).words("Content-Type", "text/" + subtype + "; charset=utf-8")
                    .words("Content-Transfer-Encoding", encoding.token());
            out.header(header);
            encoding.write(content, endsMessage, out);
        }
    }

    /**
     * A file.
     *
     * @param contentType with its parameters
     * @param base64 the content in lines (RFC 2045 section 6.8)
     * @param contentId for {@code cid:} URLs; null where the body does not refer to it
     */
    record FilePart(String filename, String contentType, String base64, boolean inline, @Nullable String contentId)
            implements
                MimeEntity {

        @Override
        public void write(StringBuilder header, boolean endsMessage, Output out) {
            new HeaderWriter(header).words("Content-Type", contentType)
                    .words("Content-Transfer-Encoding", TransferEncoding.BASE64.token())
                    .words("Content-Disposition", FileName.disposition(inline ? "inline" : "attachment", filename));
            if (contentId != null) {
                new HeaderWriter(header).words("Content-ID", '<' + contentId + '>');
            }
            out.header(header);
            out.ascii(base64);
        }
    }

    /**
     * Several parts (RFC 2046 section 5.1).
     *
     * @param subtype of {@code multipart}, with its parameters
     */
    record Multipart(String subtype, List<MimeEntity> parts) implements MimeEntity {

        @Override
        public void write(StringBuilder header, boolean endsMessage, Output out) {
            String boundary = out.nextBoundary();
            new HeaderWriter(header).words("Content-Type",
                    "multipart/" + subtype + "; boundary=\"" + boundary + '"');
            out.header(header);
            for (MimeEntity part : parts) {
                out.ascii("--" + boundary + "\r\n");
                part.write(new StringBuilder(), false, out);
                out.writeBytes(Output.CRLF);
            }
            out.ascii("--" + boundary + "--");
        }
    }
}

package dev.herald.email.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A message ready for the wire (RFC 5322): written anew each time, never held as a whole. */
public final class ComposedMessage {
    private final String messageId;
    private final MimeMessage message;
    private final @Nullable String utf8Field;
    private final long size;

    ComposedMessage(String messageId, MimeMessage message, @Nullable String utf8Field) throws IOException {
        this.messageId = messageId;
        this.message = message;
        this.utf8Field = utf8Field;
        size = write(new Tail(OutputStream.nullOutputStream())).count;
    }

    /** With its angle brackets. */
    public String messageId() {
        return messageId;
    }

    /** The input whose address is in the header and only SMTPUTF8 can carry; null if there is none. */
    public @Nullable String utf8Field() {
        return utf8Field;
    }

    /** How many bytes {@link #writeTo} writes (RFC 1870), encoded as they are sent. */
    public long size() {
        return size;
    }

    /**
     * Writes the message: lines ended by CRLF, the last included.
     *
     * @throws IOException if an attachment can't be read or {@code out} takes no more
     */
    public void writeTo(OutputStream out) throws IOException {
        // the encoders write byte by byte
        OutputStream buffered = new BufferedOutputStream(out);
        write(new Tail(buffered));
        buffered.flush();
    }

    private Tail write(Tail tail) throws IOException {
        try {
            Part.write(message, tail);
            if (tail.last != '\n') {
                // in quoted-printable a bare line end would belong to the text
                tail.write(("quoted-printable".equals(message.getEncoding()) ? "=\r\n" : "\r\n").getBytes(US_ASCII));
            }
            return tail;
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    /** Counts, and knows how it ends. Flushing is for who sees the whole. */
    private static final class Tail extends FilterOutputStream {
        private long count;
        private int last;

        Tail(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            last = b;
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                out.write(bytes, from, length);
                last = bytes[from + length - 1];
                count += length;
            }
        }

        @Override
        public void flush() {
            // the message goes on
        }
    }

    @Override
    public String toString() {
        return "ComposedMessage[" + size + " bytes]";
    }
}

package dev.herald.email.mime;

import dev.herald.email.address.MailStreams;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.LineOutputStream;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A part that is written as Jakarta Mail writes it, but with encoders at hand, which Jakarta Mail would look up each time.
 * Who fills it sets all its header fields.
 */
final class Part extends MimeBodyPart {
    private static final StreamProvider STREAMS = MailStreams.provider();

    @Override
    protected void updateHeaders() {
        // nothing is left to derive from the content
    }

    @Override
    public void writeTo(OutputStream out) throws IOException, MessagingException {
        write(this, out);
    }

    /** Writes a part or a message, all encoded. */
    static void write(MimePart part, OutputStream out) throws IOException, MessagingException {
        LineOutputStream lines = STREAMS.outputLineStream(out, true);
        for (String line : Collections.list(part.getAllHeaderLines())) {
            lines.writeln(line);
        }
        lines.writeln();
        DataHandler content = part.getDataHandler();
        if (content.getDataSource() instanceof Source source) {
            OutputStream encoder = encoder(part.getEncoding(), out);
            try (InputStream in = source.getInputStream()) {
                in.transferTo(encoder);
            }
            encoder.flush();
        } else {
            ((Multipart) content.getContent()).writeTo(out);
        }
    }

    private static OutputStream encoder(@Nullable String encoding, OutputStream out) {
        return switch (encoding) {
            case "base64" -> STREAMS.outputBase64(out);
            case "quoted-printable" -> STREAMS.outputQP(out);
            case null, default -> out;
        };
    }
}

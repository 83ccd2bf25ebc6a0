package dev.herald.email.mime;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.LineOutputStream;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A part that is written as Jakarta Mail writes it, but with encoders at hand: Jakarta Mail searches the class path for them
 * each time, which takes longer than composing the rest of a small message.
 */
final class Part extends MimeBodyPart {
    private static final StreamProvider STREAMS = StreamProvider.provider();

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
        if (part.isMimeType("multipart/*")) {
            ((Multipart) part.getContent()).writeTo(out);
        } else {
            OutputStream encoder = encoder(part.getEncoding(), out);
            part.getDataHandler().writeTo(encoder);
            encoder.flush();
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

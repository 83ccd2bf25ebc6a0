package dev.herald;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What an SMTP server in the tests reads and says. */
public final class SmtpLines {
    private final InputStream in;
    private final OutputStream out;

    public SmtpLines(Socket client) throws IOException {
        in = new BufferedInputStream(client.getInputStream());
        out = client.getOutputStream();
    }

    /**
     * A line without its CRLF.
     *
     * @throws EOFException where the client is gone
     */
    public String read() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    public void say(String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}

package dev.herald.benchmark.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One client's conversation with the sink. Replies to commands that came together go out together (RFC 2920). */
final class SmtpSession {
    private final @Nullable SSLSocketFactory tls;
    private final LongAdder accepted;
    private Socket socket;
    private LineInput in;
    private OutputStream out;
    private boolean encrypted;

    SmtpSession(Socket socket, @Nullable SSLSocketFactory tls, LongAdder accepted) throws IOException {
        this.tls = tls;
        this.accepted = accepted;
        this.socket = socket;
        in = new LineInput(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    void run() throws IOException {
        reply("220 localhost ESMTP");
        for (boolean open = true; open;) {
            if (!in.hasMore()) {
                out.flush();
            }
            String line = in.line();
            open = answer(line.split(" ", 2)[0].toUpperCase(Locale.ROOT), line);
        }
        out.flush();
    }

    /** @return whether the conversation goes on */
    private boolean answer(String command, String line) throws IOException {
        switch (command) {
            case "EHLO", "HELO" -> greet();
            case "STARTTLS" -> startTls();
            case "AUTH" -> authenticate(line);
            case "DATA" -> data();
            case "QUIT" -> reply("221 2.0.0 bye");
            default -> reply("250 2.0.0 ok");
        }
        return !command.equals("QUIT");
    }

    private void greet() throws IOException {
        reply("250-localhost");
        reply("250-8BITMIME");
        if (tls != null) {
            reply(encrypted ? "250-AUTH PLAIN LOGIN" : "250-STARTTLS");
        }
        reply("250 PIPELINING");
    }

    private void startTls() throws IOException {
        SSLSocketFactory factory = tls;
        if (factory == null) {
            reply("502 5.5.1 not here");
            return;
        }
        reply("220 2.0.0 ready");
        out.flush();
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, null, true);
        secured.setUseClientMode(false);
        socket = secured;
        in = new LineInput(secured.getInputStream());
        out = new BufferedOutputStream(secured.getOutputStream());
        encrypted = true;
    }

    private void authenticate(String line) throws IOException {
        String[] words = line.split(" ", -1);
        int questions = words[1].equalsIgnoreCase("LOGIN") ? 2 : 1;
        for (int asked = words.length - 2; asked < questions; asked++) {
            reply("334 ");
            out.flush();
            in.line();
        }
        reply("235 2.7.0 welcome");
    }

    private void data() throws IOException {
        reply("354 go ahead");
        out.flush();
        in.skipMessage();
        accepted.increment();
        reply("250 2.0.0 taken");
    }

    private void reply(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}

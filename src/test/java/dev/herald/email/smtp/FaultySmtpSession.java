package dev.herald.email.smtp;

import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client's conversation with a {@link FaultySmtpServer}. */
final class FaultySmtpSession {
    private final FaultySmtpServer server;
    private final Socket raw;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean secured;
    private @Nullable String mailFrom;
    private final List<String> recipients = new ArrayList<>();

    /** The conversation is over. */
    private static final class Over extends IOException {}

    FaultySmtpSession(FaultySmtpServer server, Socket raw) {
        this.server = server;
        this.raw = raw;
    }

    void run() {
        try {
            if (server.isImplicitTls()) {
                secure();
            } else {
                use(raw);
            }
            answer(Step.GREETING, "220 faulty.example ESMTP");
            while (true) {
                String line = readLine();
                server.noteCommand(line);
                if (server.losesPipelinedInput()) {
                    in.skipNBytes(in.available());
                }
                handle(line, line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT));
            }
        } catch (IOException e) {
            // the client is gone, or the fault was to end it
        }
    }

    private void handle(String line, String verb) throws IOException {
        switch (verb) {
            case "EHLO" -> answer(secured ? Step.EHLO_AFTER_STARTTLS : Step.EHLO, ehlo());
            case "HELO" -> answer(Step.EHLO, "250 faulty.example");
            case "STARTTLS" -> {
                answer(Step.STARTTLS, "220 2.0.0 go ahead");
                secure();
            }
            case "AUTH" -> authenticate(line.split(" ", 3));
            case "MAIL" -> {
                if (answer(Step.MAIL, mailFrom == null ? "250 2.1.0 ok" : "503 5.5.1 nested MAIL")) {
                    mailFrom = address(line);
                }
            }
            case "RCPT" -> {
                String address = address(line);
                String reply = mailFrom == null
                        ? "503 5.5.1 MAIL first"
                        : server.replyToRecipient(address, recipients.size());
                if (answer(Step.RCPT, reply)) {
                    recipients.add(address);
                }
            }
            case "DATA" -> {
                if (answer(Step.DATA, recipients.isEmpty() ? "554 5.5.1 no valid recipients" : "354 go ahead")) {
                    readMessage();
                }
            }
            case "RSET" -> {
                forget();
                answer(Step.RSET, "250 2.0.0 ok");
            }
            case "NOOP" -> reply("250 2.0.0 ok");
            case "QUIT" -> {
                answer(Step.QUIT, "221 2.0.0 bye");
                throw new Over();
            }
            default -> reply("500 5.5.2 what?");
        }
    }

    private String ehlo() {
        List<String> lines = new ArrayList<>(List.of("faulty.example"));
        lines.addAll(server.extensions(secured));
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            reply.append(i == 0 ? "" : "\r\n").append(i + 1 < lines.size() ? "250-" : "250 ").append(lines.get(i));
        }
        return reply.toString();
    }

    private void authenticate(String[] words) throws IOException {
        String mechanism = words[1].toUpperCase(Locale.ROOT);
        String response = words.length > 2 ? decode(words[2]) : switch (mechanism) {
            case "LOGIN" -> challenge("Username:") + '\0' + challenge("Password:");
            case "CRAM-MD5" -> challenge("<1896.697170952@faulty.example>");
            default -> challenge("");
        };
        boolean admitted = server.admits(mechanism, response);
        if (!admitted && mechanism.equals("XOAUTH2")) {
            challenge("{\"status\":\"401\"}");
        }
        answer(Step.AUTH, admitted ? "235 2.7.0 welcome" : "535 5.7.8 no");
    }

    private String challenge(String text) throws IOException {
        reply("334 " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        return decode(readLine());
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private void readMessage() throws IOException {
        StringBuilder content = new StringBuilder();
        while (true) {
            String line = readLine();
            Fault fault = server.fault(Step.CONTENT);
            if (fault != null) {
                apply(fault);
            }
            if (line.equals(".")) {
                break;
            }
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        Fault fault = server.fault(Step.END_OF_DATA);
        boolean refused = fault instanceof Fault.Reply reply && reply.line().matches("[45].*");
        if (!refused && mailFrom != null && !recipients.isEmpty()) {
            server.noteAccepted(new FaultySmtpServer.Received(mailFrom, List.copyOf(recipients), content.toString()));
        }
        boolean hadRecipients = !recipients.isEmpty();
        forget();
        if (fault != null) {
            apply(fault);
        } else {
            reply(hadRecipients ? "250 2.0.0 taken" : "554 5.5.1 no valid recipients");
        }
        Fault afterwards = server.fault(Step.IDLE);
        if (afterwards != null) {
            apply(afterwards);
        }
    }

    private void forget() {
        mailFrom = null;
        recipients.clear();
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.lastIndexOf('>'));
    }

    /** @return whether the answer was positive */
    private boolean answer(Step step, String normal) throws IOException {
        Fault fault = server.fault(step);
        if (fault == null) {
            reply(normal);
            return normal.charAt(0) < '4';
        }
        apply(fault);
        return fault instanceof Fault.Reply reply && reply.line().charAt(0) < '4';
    }

    private void apply(Fault fault) throws IOException {
        out.flush();
        switch (fault) {
            case Fault.Drop drop -> throw new Over();
            case Fault.Reset reset -> {
                raw.setSoLinger(true, 0);
                raw.close();
                throw new Over();
            }
            case Fault.Stall stall -> {
                while (raw.getInputStream().read() >= 0) {
                    // until the client gives up
                }
                throw new Over();
            }
            case Fault.Hang hang -> {
                server.awaitClose();
                throw new Over();
            }
            case Fault.Drip drip -> drip();
            case Fault.Garbage garbage -> reply("HTTP/1.1 400 Bad Request");
            case Fault.HalfReply half -> {
                out.write("250 2.0.0 o".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                throw new Over();
            }
            case Fault.Late late -> {
                raw.setSoTimeout((int) late.duration().toMillis());
                awaitTimeout();
                raw.setSoTimeout(0);
                reply(late.line());
            }
            case Fault.Reply reply -> {
                reply(reply.line());
                if (reply.line().startsWith("421")) {
                    out.flush();
                    throw new Over();
                }
            }
        }
    }

    /** One byte whenever the client has had time to take the last one, until it hangs up. */
    private void drip() throws IOException {
        raw.setSoTimeout(20);
        while (true) {
            out.write('2');
            out.flush();
            awaitTimeout();
        }
    }

    private void awaitTimeout() throws IOException {
        try {
            if (raw.getInputStream().read() < 0) {
                throw new EOFException();
            }
        } catch (SocketTimeoutException e) {
            // the client is still there
        }
    }

    private void secure() throws IOException {
        SSLContext context = server.tls();
        if (context == null) {
            throw new Over();
        }
        Fault fault = server.fault(Step.HANDSHAKE);
        if (fault != null) {
            use(raw);
            in.read();
            apply(fault);
            throw new Over();
        }
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        tls.setUseClientMode(false);
        use(tls);
        secured = true;
        forget();
    }

    private void use(Socket socket) throws IOException {
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    private void reply(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        if (in.available() == 0) {
            out.flush();
        }
    }

    private String readLine() throws IOException {
        if (in.available() == 0) {
            server.noteWait();
        }
        out.flush();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}

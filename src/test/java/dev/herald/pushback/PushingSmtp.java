package dev.herald.pushback;

import dev.herald.SmtpLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** An SMTP server that pushes back by a rule, and counts what each recipient got. */
public final class PushingSmtp implements AutoCloseable {
    private final Rule rule;
    private final Duration service;
    private final ServerSocket listener;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    /** When it pushes back; an empty reply is none. */
    public interface Rule {
        /**
         * @param open how many connections are open, this one included
         * @param before how many of them were when it came
         * @param messages how many this connection has brought
         */
        String atMail(int open, int before, int messages);

        default String atRecipient(String recipient) {
            return "";
        }
    }

    /** @param service how long each message takes */
    public PushingSmtp(Rule rule, Duration service) throws IOException {
        this.rule = rule;
        this.service = service;
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::listen);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many copies each recipient has, by the part before the at sign. */
    public Map<String, Integer> taken() {
        return taken;
    }

    /** How many attempts it has pushed back. */
    public long refused() {
        return refused.sum();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int before = open.getAndIncrement();
                Thread.ofVirtual().start(() -> serve(socket, before));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket, int before) {
        try (socket) {
            converse(new SmtpLines(socket), before);
        } catch (IOException e) {
            // the client is gone
        } finally {
            open.decrementAndGet();
            sockets.remove(socket);
        }
    }

    private void converse(SmtpLines lines, int before) throws IOException {
        lines.say("220 localhost ESMTP");
        List<String> recipients = new ArrayList<>();
        boolean mail = false;
        int messages = 0;
        for (String line = lines.read(); !line.equals("QUIT"); line = lines.read()) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            String reply = switch (verb) {
                case "EHLO" -> "250-localhost\r\n250-ENHANCEDSTATUSCODES\r\n250 PIPELINING";
                case "MAIL" -> rule.atMail(open.get(), before, messages);
                case "RCPT" -> mail ? rule.atRecipient(recipient(line)) : "503 5.5.1 no MAIL";
                case "DATA" -> recipients.isEmpty() ? "503 5.5.1 no recipients" : "354 go ahead";
                default -> "";
            };
            switch (verb) {
                case "MAIL" -> {
                    recipients.clear();
                    mail = reply.isEmpty();
                }
                case "RCPT" -> {
                    if (reply.isEmpty()) {
                        recipients.add(recipient(line));
                    }
                }
                default -> {
                }
            }
            if ((verb.equals("MAIL") || verb.equals("RCPT")) && reply.startsWith("4")) {
                refused.increment();
            }
            lines.say(reply.isEmpty() ? "250 2.0.0 ok" : reply);
            if (reply.startsWith("421")) {
                return;
            }
            if (reply.startsWith("354")) {
                skipMessage(lines);
                LockSupport.parkNanos(service.toNanos());
                recipients.forEach(recipient -> taken.merge(recipient, 1, Integer::sum));
                messages++;
                mail = false;
                recipients.clear();
                lines.say("250 2.0.0 taken");
            }
        }
        lines.say("221 2.0.0 bye");
    }

    private static String recipient(String line) {
        return line.replaceAll(".*<(.*)@.*", "$1");
    }

    private static void skipMessage(SmtpLines lines) throws IOException {
        while (!lines.read().equals(".")) {
            // until the final dot
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

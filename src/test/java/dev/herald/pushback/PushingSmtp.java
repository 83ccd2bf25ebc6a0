package dev.herald.pushback;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
            converse(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream(), before);
        } catch (IOException e) {
            // the client is gone
        } finally {
            open.decrementAndGet();
            sockets.remove(socket);
        }
    }

    private void converse(InputStream in, OutputStream out, int before) throws IOException {
        say(out, "220 localhost ESMTP");
        List<String> recipients = new ArrayList<>();
        boolean mail = false;
        int messages = 0;
        for (String line = read(in); !line.equals("QUIT"); line = read(in)) {
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
            say(out, reply.isEmpty() ? "250 2.0.0 ok" : reply);
            if (reply.startsWith("421")) {
                return;
            }
            if (reply.startsWith("354")) {
                skipMessage(in);
                LockSupport.parkNanos(service.toNanos());
                recipients.forEach(recipient -> taken.merge(recipient, 1, Integer::sum));
                messages++;
                mail = false;
                recipients.clear();
                say(out, "250 2.0.0 taken");
            }
        }
        say(out, "221 2.0.0 bye");
    }

    private static String recipient(String line) {
        return line.replaceAll(".*<(.*)@.*", "$1");
    }

    private static void skipMessage(InputStream in) throws IOException {
        while (!read(in).equals(".")) {
            // until the final dot
        }
    }

    private static String read(InputStream in) throws IOException {
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

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

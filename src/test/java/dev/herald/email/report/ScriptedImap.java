package dev.herald.email.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** An IMAP server with a mailbox that works, until a test has it say something else. */
final class ScriptedImap implements AutoCloseable {
    /** What it may say in place of an answer. */
    interface Fault {
        /** @return whether the connection goes on */
        boolean answer(String tag, OutputStream out, Socket connection) throws IOException;
    }

    private final ServerSocket socket;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final TreeMap<Long, String> inbox = new TreeMap<>();
    private final TreeMap<Long, String> deleted = new TreeMap<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final AtomicReference<Once> fault = new AtomicReference<>();
    volatile String capabilities = "IMAP4rev1 MOVE UIDPLUS";
    volatile boolean hasDoneFolder = true;
    volatile long validity = 1;

    private record Once(String command, Fault fault, boolean always) {}

    ScriptedImap() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    synchronized void put(long uid, String message) {
        inbox.put(uid, message);
    }

    synchronized void clear() {
        inbox.clear();
    }

    synchronized int inboxSize() {
        return inbox.size();
    }

    List<String> done() {
        return done;
    }

    List<String> commands() {
        return commands;
    }

    /** The next command that begins like this is answered like that. */
    void once(String command, Fault answer) {
        fault.set(new Once(command, answer, false));
    }

    void always(String command, Fault answer) {
        fault.set(new Once(command, answer, true));
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // it is closed
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = connection.getOutputStream();
            if (!faulty("GREETING", "*", out, connection)) {
                say(out, "* OK hello\r\n");
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String tag = line.substring(0, line.indexOf(' '));
                String command = line.substring(line.indexOf(' ') + 1);
                commands.add(command);
                Once planned = fault.get();
                if (planned != null && command.startsWith(planned.command())) {
                    if (!planned.always()) {
                        fault.set(null);
                    }
                    if (!planned.fault().answer(tag, out, connection)) {
                        return;
                    }
                } else {
                    say(out, answer(tag, command, in, out));
                }
            }
        } catch (IOException | RuntimeException e) {
            // the client is gone
        }
    }

    private boolean faulty(String command, String tag, OutputStream out, Socket connection) throws IOException {
        Once planned = fault.get();
        if (planned == null || !planned.command().equals(command)) {
            return false;
        }
        fault.set(null);
        if (!planned.fault().answer(tag, out, connection)) {
            connection.close();
        }
        return true;
    }

    private synchronized String answer(String tag, String command, BufferedReader in, OutputStream out)
            throws IOException {
        String ok = tag + " OK done\r\n";
        String[] words = command.split(" ", 4);
        return switch (words[0] + (words[0].equals("UID") ? ' ' + words[1] : "")) {
            case "CAPABILITY" -> "* CAPABILITY " + capabilities + "\r\n" + ok;
            case "AUTHENTICATE" -> {
                say(out, "+ \r\n");
                commands.add(in.readLine());
                yield ok;
            }
            case "LIST" -> (hasDoneFolder || !command.contains("Herald")
                    ? "* LIST () \"/\" " + words[2] + "\r\n"
                    : "") + ok;
            case "CREATE" -> {
                hasDoneFolder = true;
                yield ok;
            }
            case "SELECT" -> "* " + inbox.size() + " EXISTS\r\n* OK [UIDVALIDITY " + validity + "]\r\n" + tag
                    + " OK [READ-WRITE] done\r\n";
            case "NOOP" -> "* " + (inbox.size() + deleted.size()) + " EXISTS\r\n" + ok;
            case "UID SEARCH" -> "* SEARCH" + String.join("",
                    inbox.keySet().stream().map(uid -> " " + uid).toList()) + "\r\n" + ok;
            case "UID FETCH" -> {
                String message = Objects.requireNonNull(inbox.get(Long.parseLong(words[2])));
                int most = Integer.parseInt(command.replaceAll(".*<0\\.(\\d+)>.*", "$1"));
                String part = message.substring(0, Math.min(most, message.length()));
                yield "* 1 FETCH (UID " + words[2] + " BODY[]<0> {" + part.length() + "}\r\n" + part + ")\r\n" + ok;
            }
            case "UID MOVE" -> {
                done.add(inbox.remove(Long.parseLong(words[2])));
                yield "* 1 EXPUNGE\r\n" + ok;
            }
            case "UID COPY" -> {
                done.add(inbox.get(Long.parseLong(words[2])));
                yield ok;
            }
            case "UID STORE" -> {
                deleted.put(Long.parseLong(words[2]), inbox.remove(Long.parseLong(words[2])));
                yield ok;
            }
            case "UID EXPUNGE" -> {
                deleted.remove(Long.parseLong(words[2]));
                yield "* 1 EXPUNGE\r\n" + ok;
            }
            case "LOGIN", "CLOSE", "LOGOUT" -> ok;
            default -> tag + " BAD what?\r\n";
        };
    }

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}

package dev.herald.email.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that misbehaves where it is told to, and counts what it took responsibility for: a message counts as soon as
 * its final dot was read and nothing but a 4xx or 5xx follows.
 */
public final class FaultySmtpServer implements AutoCloseable {

    /** Where in a conversation it can misbehave; the last three are not answers to a command. */
    public enum Step {
        GREETING, EHLO, STARTTLS, EHLO_AFTER_STARTTLS, AUTH, MAIL, RCPT, DATA, END_OF_DATA, RSET, QUIT,
        /** In the middle of the TLS handshake. */
        HANDSHAKE,
        /** After some bytes of the message. */
        CONTENT,
        /** While the client is idle, after the message was accepted. */
        IDLE
    }

    /** How it misbehaves. */
    public sealed interface Fault {
        /** Closes the connection. */
        record Drop() implements Fault {}

        /** Closes the connection with a TCP reset. */
        record Reset() implements Fault {}

        /** Says nothing more. */
        record Stall() implements Fault {}

        /** Says nothing more and reads nothing more. */
        record Hang() implements Fault {}

        /** Sends a byte of an endless line now and then. */
        record Drip() implements Fault {}

        /** Answers with what is no SMTP. */
        record Garbage() implements Fault {}

        /** Answers half a reply and closes the connection. */
        record HalfReply() implements Fault {}

        /** Answers as told once the client has waited that long. */
        record Late(Duration duration, String line) implements Fault {}

        /** Answers as told; closes the connection after a 421. */
        record Reply(String line) implements Fault {}
    }

    public record Received(String mailFrom, List<String> recipients, String content) {}

    private record Planned(Fault fault, AtomicInteger left) {}

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<Step, Planned> faults = new ConcurrentHashMap<>();
    private final Map<String, String> recipientReplies = new ConcurrentHashMap<>();
    private final List<Received> accepted = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> extensions = new CopyOnWriteArrayList<>(List.of("8BITMIME"));
    private volatile @Nullable SSLContext tls;
    private final AtomicInteger waits = new AtomicInteger();
    private volatile boolean implicitTls;
    private volatile int mostRecipients = Integer.MAX_VALUE;
    private volatile String oneTooMany = "";
    private volatile boolean losesPipelinedInput;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Credentials credentials = (mechanism, response) -> true;

    /** Whether a client may come in. */
    public interface Credentials {
        /** @param response decoded */
        boolean accept(String mechanism, String response);
    }

    private FaultySmtpServer() throws IOException {
        listener = new ServerSocket();
        listener.setReceiveBufferSize(16 * 1024);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        Thread.ofVirtual().start(this::listen);
    }

    public static FaultySmtpServer start() {
        try {
            return new FaultySmtpServer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public FaultySmtpServer offer(String... ehloLines) {
        extensions.addAll(List.of(ehloLines));
        return this;
    }

    public FaultySmtpServer pipelining(boolean offered) {
        return offered ? offer("PIPELINING") : this;
    }

    public FaultySmtpServer startTls(SSLContext context) {
        tls = context;
        return offer("STARTTLS");
    }

    public FaultySmtpServer implicitTls(SSLContext context) {
        tls = context;
        implicitTls = true;
        return this;
    }

    public FaultySmtpServer credentials(Credentials check) {
        credentials = check;
        return this;
    }

    /** From now on misbehaves every time. */
    public FaultySmtpServer fail(Step step, Fault fault) {
        return fail(step, fault, Integer.MAX_VALUE);
    }

    /** From now on misbehaves so many times. */
    public FaultySmtpServer fail(Step step, Fault fault, int times) {
        faults.put(step, new Planned(fault, new AtomicInteger(times)));
        return this;
    }

    /** Answers RCPT for this address with {@code reply}. */
    public FaultySmtpServer refuse(String address, String reply) {
        recipientReplies.put(address, reply);
        return this;
    }

    /** Answers RCPT with {@code reply} where a transaction has so many recipients. */
    public FaultySmtpServer limitRecipients(int most, String reply) {
        mostRecipients = most;
        oneTooMany = reply;
        return this;
    }

    /** Behaves from now on. */
    public void heal() {
        faults.clear();
        recipientReplies.clear();
        mostRecipients = Integer.MAX_VALUE;
    }

    /** Offers PIPELINING, but throws away what came with the command that it answers. */
    public FaultySmtpServer losingPipelinedInput() {
        losesPipelinedInput = true;
        return this;
    }

    boolean losesPipelinedInput() {
        return losesPipelinedInput;
    }

    void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void noteWait() {
        waits.incrementAndGet();
    }

    /** How often it has had nothing to read and waited for the client. */
    public int waits() {
        return waits.get();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Received> accepted() {
        return accepted;
    }

    /** All commands so far, as whole lines. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    public int connections() {
        return connections.get();
    }

    /** How many connections neither side has closed. */
    public int openConnections() {
        return sockets.size();
    }

    /** Closes all connections, but goes on listening. */
    public void dropConnections() {
        sockets.forEach(FaultySmtpServer::close);
    }

    @Nullable
    Fault fault(Step step) {
        Planned planned = faults.get(step);
        return planned != null && planned.left().getAndDecrement() > 0 ? planned.fault() : null;
    }

    String replyToRecipient(String address, int before) {
        return before >= mostRecipients ? oneTooMany : recipientReplies.getOrDefault(address, "250 2.1.5 ok");
    }

    List<String> extensions(boolean secured) {
        return extensions.stream().filter(line -> !(secured && line.equals("STARTTLS"))).toList();
    }

    void noteCommand(String line) {
        commands.add(line);
    }

    void noteAccepted(Received message) {
        accepted.add(message);
    }

    boolean admits(String mechanism, String response) {
        return credentials.accept(mechanism, response);
    }

    @Nullable
    SSLContext tls() {
        return tls;
    }

    boolean isImplicitTls() {
        return implicitTls;
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> {
                    new FaultySmtpSession(this, socket).run();
                    close(socket);
                    sockets.remove(socket);
                });
            } catch (IOException e) {
                // closed
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            // it is closed
        }
        dropConnections();
    }
}

package dev.herald.crash;

import dev.herald.SmtpLines;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An SMTP server that stops at a marked point of a conversation and counts, for each recipient, the messages whose final dot
 * it has read. At which point it stops, the first time, says the beginning of the recipient's name.
 */
final class ParkingSmtpServer implements AutoCloseable {

    /** Where it stops. */
    enum Point {
        GREETING, RCPT, DATA, DOT, REPLIED;

        /** The beginning of the names of the recipients at whose messages it stops there. */
        String prefix() {
            return name().toLowerCase(Locale.ROOT) + "-";
        }
    }

    /** How long a provider takes until it has taken a message. */
    static final Duration TAKING = Duration.ofMillis(40);
    /** How long it takes for any other answer. */
    private static final Duration ANSWERING = Duration.ofMillis(5);

    private final Listener listener;
    private final Trip trip;
    private final Map<String, List<Instant>> taken = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<Socket, String> underWay = new ConcurrentHashMap<>();
    private final Map<Point, AtomicInteger> parked = new ConcurrentHashMap<>();
    private final AtomicInteger greetings = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean down;
    private volatile boolean parking = true;
    private volatile CountDownLatch gate = new CountDownLatch(1);
    private volatile Runnable onReply = () -> {};

    ParkingSmtpServer(Trip trip) {
        this.trip = trip;
        listener = new Listener(this::serve);
    }

    int port() {
        return listener.port();
    }

    /** When it took messages for the recipient. */
    List<Instant> taken(String recipient) {
        return taken.getOrDefault(recipient, List.of());
    }

    /** Whether a conversation about a message for the recipient is going on, so that it may still be taken. */
    boolean isAbout(String recipient) {
        return underWay.containsValue(recipient);
    }

    /** Lets all conversations go on, and stops at no more of them. */
    void stopParking() {
        parking = false;
        release();
    }

    /** The next so many connections are not greeted. */
    void parkGreetings(int connections) {
        greetings.set(connections);
    }

    /** Whether it drops every connection before a greeting. */
    void setDown(boolean down) {
        this.down = down;
    }

    /** How many connections it has dropped. */
    int refused() {
        return refused.get();
    }

    /** Runs once, on the server's thread, as soon as the next message's reply is written. */
    void onNextReply(Runnable action) {
        onReply = action;
    }

    /** How many conversations stand at the point. */
    int parked(Point point) {
        return parked.computeIfAbsent(point, any -> new AtomicInteger()).get();
    }

    /** Lets all conversations go on. */
    void release() {
        greetings.set(0);
        parked.clear();
        gate.countDown();
        gate = new CountDownLatch(1);
    }

    private void park(Point point) throws IOException {
        CountDownLatch mine = gate;
        parked.computeIfAbsent(point, any -> new AtomicInteger()).incrementAndGet();
        try {
            mine.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void parkFor(String recipient, Point point) throws IOException {
        if (parking && recipient.startsWith(point.prefix()) && known.add(recipient)) {
            park(point);
        }
    }

    private void serve(Socket socket) throws IOException {
        try {
            if (down) {
                refused.incrementAndGet();
                return;
            }
            if (greetings.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                park(Point.GREETING);
            }
            SmtpLines lines = new SmtpLines(socket);
            lines.say("220 crash.example ESMTP");
            String recipient = "";
            for (String line = lines.read(); !line.equals("QUIT"); line = lines.read()) {
                trip.tick();
                LockSupport.parkNanos(ANSWERING.toNanos());
                String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                if (verb.equals("RCPT")) {
                    recipient = line.replaceAll(".*<(.*)@.*", "$1");
                    underWay.put(socket, recipient);
                    parkFor(recipient, Point.RCPT);
                }
                if (verb.equals("DATA")) {
                    lines.say("354 go ahead");
                    receive(lines, recipient);
                    underWay.remove(socket);
                    LockSupport.parkNanos(TAKING.toNanos());
                    lines.say("250 2.0.0 taken");
                    Runnable action = onReply;
                    onReply = () -> {};
                    action.run();
                    parkFor(recipient, Point.REPLIED);
                } else {
                    lines.say(verb.equals("EHLO") ? "250-crash.example\r\n250-8BITMIME\r\n250 PIPELINING" : "250 ok");
                }
            }
            lines.say("221 bye");
        } finally {
            underWay.remove(socket);
        }
    }

    private void receive(SmtpLines lines, String recipient) throws IOException {
        lines.read();
        parkFor(recipient, Point.DATA);
        while (!lines.read().equals(".")) {
            // until the final dot
        }
        trip.tick();
        taken.computeIfAbsent(recipient, any -> new CopyOnWriteArrayList<>()).add(Instant.now());
        parkFor(recipient, Point.DOT);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        release();
    }
}

package dev.herald.sandbox.local;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Keeps the newest emails that the SMTP servers took over. */
public final class Mailbox {
    private final int capacity;
    private final Deque<ReceivedMail> newestFirst = new ArrayDeque<>();
    private long received;

    /** @param capacity how many emails are kept; older ones are dropped */
    public Mailbox(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(String sender, List<String> recipients, byte[] raw) {
        newestFirst.addFirst(new ReceivedMail(++received, Clock.systemUTC().instant(), sender, recipients, raw));
        if (newestFirst.size() > capacity) {
            newestFirst.removeLast();
        }
    }

    /** The emails that are kept, newest first. */
    public synchronized List<ReceivedMail> newestFirst() {
        return new ArrayList<>(newestFirst);
    }

    /** The email with that number, unless it was dropped. */
    public synchronized Optional<ReceivedMail> find(long number) {
        return newestFirst.stream().filter(mail -> mail.number() == number).findFirst();
    }

    /** How many emails arrived, including those that were dropped since. */
    public synchronized long received() {
        return received;
    }
}

package dev.herald.sandbox.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the SMTP server does wrong for a recipient, told by the part of the address in front of the {@code @}. */
public enum RecipientFault {
    UNKNOWN("unknown", "no such mailbox: 550 5.1.1"), //
    FULL("full", "the mailbox is full: 452 4.2.2, and stays so"), //
    GREYLISTED("greylisted", "greylisted: 451 4.7.1, and taken the next time"), //
    BUSY("busy", "too many connections: 432 4.3.2 twice, then taken; so short a wait is no failed job"), //
    CLOSING("closing", "too busy: 421 4.3.2 twice and the line is closed, then taken; likewise"), //
    UNWANTED("unwanted", "refused for what is in it: 554 5.7.1 after the message"), //
    ANSWER_LOST("answer-lost", "taken, but the line drops before the server says so; the next time it says so"), //
    MESSAGE_LOST("message-lost", "the line drops after the message, and nothing was taken; the next time it is"), //
    BOUNCES_LATER("bounces-later", "taken, and a bounce comes a second later: emailStatus says so");

    private final String localPart;
    private final String explanation;

    RecipientFault(String localPart, String explanation) {
        this.localPart = localPart;
        this.explanation = explanation;
    }

    /** Nothing for an ordinary recipient. */
    static Optional<RecipientFault> of(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(fault -> lower.startsWith(fault.localPart + "@")).findFirst();
    }

    /** A recipient for whom this happens. */
    public String address() {
        return localPart + "@customer.example";
    }

    public String explanation() {
        return explanation;
    }

    /** Whether the server does it, and not somebody behind it. */
    boolean isAtOnce() {
        return this != BOUNCES_LATER;
    }

    /** How often it happens to one recipient before a message is taken. */
    int times() {
        return switch (this) {
            case GREYLISTED, ANSWER_LOST, MESSAGE_LOST, BOUNCES_LATER -> 1;
            case BUSY, CLOSING -> 2;
            case UNKNOWN, FULL, UNWANTED -> Integer.MAX_VALUE;
        };
    }

    /** Whether it shows only once the message was transmitted. */
    boolean isAfterTheMessage() {
        return this == UNWANTED || this == ANSWER_LOST || this == MESSAGE_LOST;
    }
}

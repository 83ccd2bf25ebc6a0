package dev.herald.sandbox.local;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the Twilio API does wrong for a number. The numbers up to 9 are those of
 * https://www.twilio.com/docs/iam/test-credentials.
 */
public enum NumberFault {
    INVALID("+15005550001", "no valid number: 21211"), //
    UNREACHABLE("+15005550002", "cannot be reached from this sender: 21612"), //
    NO_PERMISSION("+15005550003", "in a region that the account may not send to: 21408"), //
    OPTED_OUT("+15005550004", "opted out with STOP: 21610"), //
    LANDLINE("+15005550009", "a landline: 21614"), //
    TOO_MANY_REQUESTS("+15005550429", "too many requests: 429 twice, then taken"), //
    UNAVAILABLE("+15005550503", "not available: 503 with the code 20503 twice, then taken"), //
    ANSWER_LOST("+15005550500", "taken, but the line drops before Twilio says so: Herald finds it in Twilio's list"), //
    MESSAGE_LOST("+15005550599", "the line drops and nothing was taken; the next time it is");

    private final String number;
    private final String explanation;

    NumberFault(String number, String explanation) {
        this.number = number;
        this.explanation = explanation;
    }

    /** Nothing for an ordinary number. */
    static Optional<NumberFault> of(String number) {
        return Arrays.stream(values()).filter(fault -> fault.number.equals(number)).findFirst();
    }

    public String number() {
        return number;
    }

    public String explanation() {
        return explanation;
    }

    /** How often it happens before a message is taken. */
    int times() {
        return switch (this) {
            case ANSWER_LOST, MESSAGE_LOST -> 1;
            case TOO_MANY_REQUESTS, UNAVAILABLE -> 2;
            case INVALID, UNREACHABLE, NO_PERMISSION, OPTED_OUT, LANDLINE -> Integer.MAX_VALUE;
        };
    }
}

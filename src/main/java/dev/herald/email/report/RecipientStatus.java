package dev.herald.email.report;

import java.util.Locale;

/**
 * What a report says of one recipient. Not for logs.
 *
 * @param recipient the address as the report has it; empty where it names none
 * @param statusCode RFC 3463, as {@code 5.1.1}; empty where the report has none
 */
record RecipientStatus(Kind kind, String recipient, String statusCode) {

    /** The statuses that a process hears of. */
    enum Kind {
        DELIVERED, RELAYED, DELAYED, BOUNCED, COMPLAINED;

        /** As the contract has it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

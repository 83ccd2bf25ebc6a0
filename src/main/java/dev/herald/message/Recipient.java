package dev.herald.message;

/** Someone who would receive a message, in the form that guardrails judge. Not for logs. */
public sealed interface Recipient {

    /**
     * A mailbox.
     *
     * @param field the input that named it
     * @param address the bare address, {@code local@domain}
     * @param domain in ASCII form (RFC 5890), lower case
     */
    record Mailbox(String field, String address, String domain) implements Recipient {}

    /**
     * A phone.
     *
     * @param field the input that named it
     * @param number E.164
     * @param region ISO 3166-1 alpha-2, or {@code ZZ} where the number belongs to none
     */
    record Phone(String field, String number, String region) implements Recipient {}
}

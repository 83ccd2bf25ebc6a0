package dev.herald.email.address;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox with its display name (RFC 5322 section 3.4, RFC 6532). Not for logs.
 *
 * @param field the input that named it, as {@code recipient[1]}
 * @param name the display name; null where there is none
 * @param local the part before the at sign, quoted where it was
 * @param domain the domain as given
 * @param asciiDomain the domain as it goes over the wire (RFC 5890 A-labels), lower case
 */
public record EmailAddress(String field, @Nullable String name, String local, String domain, String asciiDomain) {

    /** As given: {@code local@domain}. */
    public String address() {
        return local + '@' + domain;
    }

    /** As it goes over the wire; non-ASCII only where {@link #needsSmtpUtf8}. */
    public String wireAddress() {
        return local + '@' + asciiDomain;
    }

    /** Whether only SMTPUTF8 (RFC 6531) can carry it. */
    public boolean needsSmtpUtf8() {
        return !Text.isAscii(local);
    }

    /** Equal for two addresses that reach the same mailbox: no server in use tells local parts apart by case. */
    public String identity() {
        return wireAddress().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "EmailAddress[" + field + "]";
    }
}

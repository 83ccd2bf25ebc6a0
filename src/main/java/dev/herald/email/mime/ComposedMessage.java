package dev.herald.email.mime;

import org.jspecify.annotations.Nullable;

/**
 * A message ready for the wire.
 *
 * @param messageId with its angle brackets
 * @param bytes the message (RFC 5322), lines ended by CRLF, the last included
 * @param utf8Field the input whose address is in the header and only SMTPUTF8 can carry; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ComposedMessage(String messageId, byte[] bytes, @Nullable String utf8Field) {

    /** What the Message-ID begins with, before the sender's domain. */
    public String idPrefix() {
        return messageId.substring(1, messageId.indexOf('@'));
    }

    /** How many bytes go over the wire (RFC 1870). */
    public long size() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "ComposedMessage[" + bytes.length + " bytes]";
    }
}

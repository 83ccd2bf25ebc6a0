package dev.herald.message;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells the messages of one ledger from those of all others: random, and the same for as long as the ledger lives. It is a
 * key and leaves the process only as what {@link #mac} makes with it.
 */
public record LedgerId(String value) {
    private static final String ALGORITHM = "HmacSHA256";

    /**
     * What only this ledger can make of a text (RFC 2104), so that it tells nothing about the text and can't be guessed.
     *
     * @param purpose keeps what is made for one purpose from being taken for another's
     * @return 128 bits, hexadecimal
     */
    public String mac(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(value.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((purpose + '\n').getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The part of a message's own id that only this ledger can have made: 64 bits, hexadecimal. */
    public String signature(long jobKey) {
        return mac("message-id", Long.toString(jobKey)).substring(0, 16);
    }

    @Override
    public String toString() {
        return "LedgerId[]";
    }
}

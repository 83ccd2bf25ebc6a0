package dev.herald.message;

import dev.herald.message.text.Masking;

/**
 * What a provider answered where it did not take a message, fit to leave the process.
 *
 * @param code Twilio's code as {@code 21610}, or SMTP's reply code with its enhanced one as {@code 550 5.1.1}; empty where
 *        there was none
 * @param text the first line of the provider's own words, bounded, with addresses, numbers and whatever else also stands in
 *        the message masked; empty where there was none
 */
public record ProviderReply(String code, String text) {
    /** Nothing was answered. */
    public static final ProviderReply NONE = new ProviderReply("", "");

    /**
     * Quotes a provider.
     *
     * @param words as it said them
     * @param message every part of the message, and what else is nobody's business: a word of one is masked
     */
    public static ProviderReply quoting(String code, String words, Iterable<String> message) {
        return new ProviderReply(code, Masking.quotable(words, message));
    }
}

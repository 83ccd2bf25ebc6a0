package dev.herald.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderReplyTest {

    private static String quoted(String words, String... message) {
        return ProviderReply.quoting("550", words, List.of(message)).text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "The 'To' number +15551234567 is not valid. | The 'To' number *** is not valid.",
            "call +1 (555) 123-45.67 now | call *** now", "555 123 4567 is unknown | *** is unknown",
            "<jane.doe@acme.example>: unknown user | <***>: unknown user",
            "see https://acme.example/help?u=jane#x | see ***", "see www.acme.example | see ***",
            "blocked by 192.168.100.200 | blocked by 192.168.100.200",
            "4.7.650 The mail server [203.0.113.5] has been temporarily rate limited | 4.7.650 The mail server [203.0.113.5] has been temporarily rate limited"})
    void masksAddressesNumbersAndUrls(String words, String text) {
        assertThat(quoted(words)).isEqualTo(text);
    }

    @Test
    void masksWhatAlsoStandsInTheMessage() {
        assertThat(quoted("user jane unknown; 'Your code is 4711' looks like phishing, Müller",
                "jane@acme.example", "Dear Mrs MÜLLER,\nyour code is 4711."))
                .isEqualTo("user *** unknown; 'Your code is ***' looks like phishing, ***");
    }

    @Test
    void staysReadableWhereTheMessageUsesTheSameEverydayWords() {
        String words = "Message rejected: the recipient address is not verified";

        assertThat(quoted(words, "Your message to the recipient was rejected, the address is not verified"))
                .isEqualTo(words);
    }

    @Test
    void isOneBoundedLine() {
        assertThat(quoted("\nfirst\u0007\u202e line\r\nsecond")).isEqualTo("first line");
        assertThat(quoted("first\u2028second")).isEqualTo("first");
        assertThat(quoted("x ".repeat(2_000_000))).hasSize(303).endsWith("...");
        assertThat(quoted("")).isEmpty();
        assertThat(quoted("1".repeat(2_000_000))).isEqualTo("***");
        assertThat(quoted("+" + "1 ".repeat(2_000_000))).isEqualTo("***");
    }
}

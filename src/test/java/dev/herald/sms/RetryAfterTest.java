package dev.herald.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource(value = {"120 | PT2M", "0 | PT0S", "' 7 ' | PT7S", "Fri, 31 Dec 1999 23:59:59 GMT | PT29S",
            "Fri, 31 Dec 1999 23:59:00 GMT | PT0S", "999999999 | PT24H", "99999999999999 | PT0S", "-1 | PT0S",
            "1.5 | PT0S", "soon | PT0S", "'' | PT0S", " | PT0S"}, delimiter = '|')
    void isSecondsOrADateAtMostADay(@Nullable String value, Duration wait) {
        assertThat(RetryAfter.parse(value, Instant.parse("1999-12-31T23:59:30Z"))).isEqualTo(wait);
    }
}

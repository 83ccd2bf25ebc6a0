package dev.herald.sms.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTest {
    private Duration now = Duration.ZERO;

    @Test
    void hasOneLineAMinuteThatCountsTheOthers(CapturedOutput output) {
        RefusalLog log = new RefusalLog(() -> now.toNanos());
        log.note("first");
        log.note("second");
        log.note("third");
        now = now.plusSeconds(60);
        log.note("fourth");

        assertThat(output).contains("was refused: first.").contains("was refused (and 2 more before): fourth.")
                .doesNotContain("second", "third");
    }
}

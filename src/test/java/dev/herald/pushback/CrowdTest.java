package dev.herald.pushback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrowdTest {
    private static final Duration SERVICE = Duration.ofMillis(50);
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    @Test
    void everyMessageGoesOutOnceAndNoneBecomesAnIncidentHoweverProvidersPushBack(@TempDir Path folder)
            throws Exception {
        try (PushingSmtp three = new PushingSmtp(Providers.whileMoreThan(3), SERVICE);
                PushingSmtp third = new PushingSmtp(Providers.beyond(3), SERVICE);
                PushingSmtp pace = new PushingSmtp(Providers.inASecond(20), SERVICE);
                PushingSmtp grey = new PushingSmtp(Providers.greylisting("grey", A_WHILE), SERVICE);
                PushingSmtp full = new PushingSmtp(Providers.full(A_WHILE), SERVICE);
                PushingSmtp session = new PushingSmtp(Providers.inASession(10), SERVICE);
                PushingTwilio five = new PushingTwilio(Providers.atOnce(5), SERVICE);
                PushingTwilio overloaded = new PushingTwilio(Providers.overloaded(A_WHILE), SERVICE)) {
            Map<String, Object> settings = new HashMap<>(Map.of("herald.backoff.first", "500ms"));
            Map.of("three", three, "third", third, "pace", pace, "grey", grey, "full", full, "session", session)
                    .forEach((name, server) -> settings.putAll(Crowd.preset(name, server)));
            settings.putAll(Crowd.sender("five", five));
            settings.putAll(Crowd.sender("overloaded", overloaded));
            try (Crowd crowd = new Crowd(folder, settings)) {
                crowd.emails("three", "m", 50);
                crowd.emails("third", "m", 50);
                crowd.emails("pace", "m", 60);
                crowd.emails("grey", "grey", 5);
                crowd.emails("grey", "known", 5);
                crowd.emails("full", "m", 5);
                crowd.emails("session", "m", 50);
                crowd.texts("five", 50);
                crowd.texts("overloaded", 5);

                assertThat(crowd.await(Duration.ofMinutes(3))).as("incidents").isEmpty();
                assertThat(crowd.completed()).isEqualTo(280);
            }
            Map.of(three, 50, third, 50, pace, 60, grey, 10, full, 5, session, 50)
                    .forEach((server, messages) -> assertThat(server.taken()).hasSize(messages)
                            .allSatisfy((recipient, copies) -> assertThat(copies).isOne()));
            Map.of(five, 50, overloaded, 5)
                    .forEach((server, messages) -> assertThat(server.taken()).hasSize(messages)
                            .allSatisfy((number, copies) -> assertThat(copies).isOne()));
            assertThat(three.refused()).isPositive().isLessThan(25);
            assertThat(third.refused()).isPositive().isLessThan(25);
            assertThat(pace.refused()).isPositive().isLessThan(30);
        }
    }
}

package dev.herald.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.Nudge;
import dev.herald.message.ActionType;
import dev.herald.message.ErrorCode;
import dev.herald.sandbox.engine.Instance;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import java.util.stream.Stream;

/** What the page offers to try ends as it says. */
class TriesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Map<Tries.Try, Long> STARTED = new LinkedHashMap<>();
    private static Sandbox sandbox;
    private static Nudge nudge;

    @BeforeAll
    static void startAll() throws IOException {
        sandbox = Sandbox.start(SandboxArguments.parse("--herald.sandbox.page-port=0", "--server.port=0",
                "--logging.config="));
        nudge = new Nudge(sandbox.client());
        for (Tries.Try one : Tries.all()) {
            STARTED.put(one, sandbox.client().newCreateInstanceCommand().bpmnProcessId(one.processId())
                    .latestVersion().variables(one.variables()).send().join().getProcessInstanceKey());
        }
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicTest> endsAsItSays() {
        return STARTED.entrySet().stream().map(started -> endsAsItSays(started.getKey(), started.getValue()));
    }

    private static DynamicTest endsAsItSays(Tries.Try one, long instanceKey) {
        return DynamicTest.dynamicTest(one.outcome() + ": " + one.address() + ", " + one.explanation(),
                () -> await().atMost(PATIENCE).until(() -> {
                    nudge.run();
                    return hasMet(one, instance(instanceKey));
                }));
    }

    @Test
    void thereIsOneForEachOutcomeAndEachErrorCode() {
        assertThat(Tries.all()).extracting(Tries.Try::outcome).contains("accepted", "queued", "skipped", "refused",
                "deferred", "unavailable", "misconfigured", "unconfirmed");
    }

    private static Instance instance(long key) {
        return sandbox.surroundings().watch().find(key).orElseThrow();
    }

    private static boolean hasMet(Tries.Try one, Instance instance) {
        boolean retried = instance.allSteps().anyMatch(Instance.Retry.class::isInstance);
        return switch (one.outcome()) {
            case "accepted" -> status(instance).equals("sent");
            case "queued", "skipped" -> status(instance).equals(one.outcome());
            case "refused" -> status(instance).equals("failed")
                    || Arrays.stream(ErrorCode.values()).anyMatch(code -> hasIncident(instance, code.name()));
            case "deferred", "unavailable" ->
                one.explanation().contains("stays so") ? retried : status(instance).equals("sent");
            case "misconfigured" -> hasIncident(instance, "nowhere");
            case "unconfirmed" -> hasIncident(instance, "onUnconfirmed");
            default -> throw new IllegalArgumentException(one.outcome());
        };
    }

    private static boolean hasIncident(Instance instance, String text) {
        return instance.allIncidents().anyMatch(incident -> incident.text().contains(text));
    }

    private static String status(Instance instance) {
        return Arrays.stream(ActionType.values()).map(action -> instance.variables().get(action.resultVariable()))
                .filter(Objects::nonNull).map(result -> result.path("status").asText()).findFirst().orElse("");
    }
}

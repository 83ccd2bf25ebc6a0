package dev.herald.sandbox;

import dev.herald.sandbox.engine.Instance;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.herald.message.ActionType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    private static final Instance.Element TASK = new Instance.Element("booking", "inform");
    private static final Map<String, JsonNode> VARIABLES = Map.of("emailResult",
            JsonNodeFactory.instance.objectNode().put("status", "sent"), "previousStepsSucceeded", BooleanNode.TRUE);

    @Test
    void isMetByTheEndEventTheMessagesAndTheVariables() {
        var expectation = new Expectation("informed", 1, 0,
                Map.of("emailResult.status", TextNode.valueOf("sent"), "previousStepsSucceeded", BooleanNode.TRUE));

        assertThat(expectation.differences(completed("informed", sent("<1@acme.example>")), 0)).isEmpty();
    }

    @Test
    void isNotMetByAnotherEndEvent() {
        assertThat(new Expectation("informed", 1, 0, Map.of())
                .differences(completed("given_up", sent("<1@acme.example>")), 0))
                .containsExactly("it did not reach the end event informed");
    }

    @Test
    void isNotMetByAnInstanceThatIsStillRunning() {
        var running = instance(Instance.State.ACTIVE, "informed", List.of(), List.of());

        assertThat(new Expectation("informed", 0, 0, Map.of()).differences(running, 0))
                .containsExactly("it has not completed");
    }

    @Test
    void isNotMetByAnotherNumberOfMessages() {
        assertThat(new Expectation("informed", 0, 1, Map.of())
                .differences(completed("informed", sent("<1@acme.example>")), 0))
                .containsExactly("emails sent: expected 0, was 1", "SMS sent: expected 1, was 0");
    }

    @Test
    void isNotMetByAnotherOrAMissingValue() {
        var expectation = new Expectation("informed", 1, 0,
                Map.of("emailResult.status", TextNode.valueOf("queued")));
        assertThat(expectation.differences(completed("informed", sent("<1@acme.example>")), 0))
                .containsExactly("emailResult.status: expected \"queued\", was \"sent\"");

        var missing = new Expectation("informed", 1, 0, Map.of("smsResult.status", TextNode.valueOf("sent")));
        assertThat(missing.differences(completed("informed", sent("<1@acme.example>")), 0))
                .containsExactly("smsResult.status: expected \"sent\", was absent");
    }

    @Test
    void countsWhatIsDeliveredInTheBackground() {
        var origin = instance(Instance.State.COMPLETED, "informed", List.of(result("queued", null)),
                List.of(completed("email_accepted", sent("<1@acme.example>"))));

        assertThat(new Expectation("informed", 1, 0, Map.of()).differences(origin, 0)).isEmpty();
    }

    @Test
    void countsACopyThatWentOutThoughTheTaskWasRefused() {
        var refused = completed("informed", result("failed", null));

        assertThat(new Expectation("informed", 1, 0, Map.of()).differences(refused, 1)).isEmpty();
    }

    @Test
    void checksNothingThatItDoesNotSay() {
        var running = instance(Instance.State.ACTIVE, "informed", List.of(sent("<1@acme.example>")), List.of());

        assertThat(new Expectation(null, null, null, Map.of()).differences(running, 0)).isEmpty();
        assertThat(new Expectation(null, 2, null, Map.of()).differences(running, 0))
                .containsExactly("emails sent: expected 2, was 1");
    }

    private static Instance completed(String endEvent, Instance.Step step) {
        return instance(Instance.State.COMPLETED, endEvent, List.of(step), List.of());
    }

    private static Instance instance(Instance.State state, String endEvent, List<Instance.Step> steps,
            List<Instance> children) {
        return new Instance(1, 2, "booking", Instant.EPOCH, 1, state, List.of(endEvent), steps, List.of(), VARIABLES,
                children, List.of(), Set.of());
    }

    private static Instance.Result sent(String messageId) {
        return result("sent", messageId);
    }

    private static Instance.Result result(String status, @Nullable String messageId) {
        return new Instance.Result(TASK, 3, ActionType.SMTP_SEND_EMAIL,
                JsonNodeFactory.instance.objectNode().put("status", status).put("messageId", messageId), Map.of());
    }
}

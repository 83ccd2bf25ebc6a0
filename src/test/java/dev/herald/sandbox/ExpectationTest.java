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
import org.junit.jupiter.api.Test;

class ExpectationTest {
    private static final Instance.Element TASK = new Instance.Element("booking", "inform");
    private static final Map<String, JsonNode> VARIABLES = Map.of("emailResult",
            JsonNodeFactory.instance.objectNode().put("status", "sent"), "previousStepsSucceeded", BooleanNode.TRUE);

    @Test
    void isMetByTheEndEventTheMessagesAndTheVariables() {
        var expectation = new Expectation("informed", 1, 0,
                Map.of("emailResult.status", TextNode.valueOf("sent"), "previousStepsSucceeded", BooleanNode.TRUE));

        assertThat(expectation.differences(completed("informed", sent("<1@acme.example>")))).isEmpty();
    }

    @Test
    void isNotMetByAnotherEndEvent() {
        assertThat(new Expectation("informed", 1, 0, Map.of())
                .differences(completed("given_up", sent("<1@acme.example>"))))
                .containsExactly("it did not reach the end event informed");
    }

    @Test
    void isNotMetByAnInstanceThatIsStillRunning() {
        var running = new Instance(1, "booking", Instant.EPOCH, Instance.State.ACTIVE, List.of("informed"), List.of(),
                List.of(), Map.of(), List.of());

        assertThat(new Expectation("informed", 0, 0, Map.of()).differences(running))
                .containsExactly("it has not completed");
    }

    @Test
    void isNotMetByAnotherNumberOfMessages() {
        assertThat(new Expectation("informed", 0, 1, Map.of())
                .differences(completed("informed", sent("<1@acme.example>"))))
                .containsExactly("emails sent: expected 0, was 1", "SMS sent: expected 1, was 0");
    }

    @Test
    void isNotMetByAnotherOrAMissingValue() {
        var expectation = new Expectation("informed", 1, 0,
                Map.of("emailResult.status", TextNode.valueOf("queued")));
        assertThat(expectation.differences(completed("informed", sent("<1@acme.example>"))))
                .containsExactly("emailResult.status: expected \"queued\", was \"sent\"");

        var missing = new Expectation("informed", 1, 0, Map.of("smsResult.status", TextNode.valueOf("sent")));
        assertThat(missing.differences(completed("informed", sent("<1@acme.example>"))))
                .containsExactly("smsResult.status: expected \"sent\", was absent");
    }

    @Test
    void countsWhatIsDeliveredInTheBackground() {
        var origin = new Instance(1, "booking", Instant.EPOCH, Instance.State.COMPLETED, List.of("informed"),
                List.of(new Instance.Result(TASK, ActionType.SMTP_SEND_EMAIL, "queued", "", null, Map.of())), List.of(),
                Map.of(), List.of(completed("email_accepted", sent("<1@acme.example>"))));

        assertThat(new Expectation("informed", 1, 0, Map.of()).differences(origin)).isEmpty();
    }

    private static Instance completed(String endEvent, Instance.Step step) {
        return new Instance(1, "booking", Instant.EPOCH, Instance.State.COMPLETED, List.of(endEvent), List.of(step),
                List.of(), VARIABLES, List.of());
    }

    private static Instance.Result sent(String messageId) {
        return new Instance.Result(TASK, ActionType.SMTP_SEND_EMAIL, "sent", "Done.", messageId, Map.of());
    }
}

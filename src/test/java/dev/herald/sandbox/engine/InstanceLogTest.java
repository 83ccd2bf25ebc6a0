package dev.herald.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.herald.message.ActionType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceLogTest {
    private final InstanceLog log = new InstanceLog();

    @Test
    void tellsWhatTheActionsOfAnInstanceReported() {
        start(1, "booking");
        apply("VARIABLE", "CREATED", 1, "'name': 'subject', 'value': '\\\"Hello\\\"', 'scopeKey': 7");
        for (int attempt = 1; attempt <= 2; attempt++) {
            apply("JOB", "FAILED", 1, "'type': 'smtp_send_email', 'elementId': 'inform', 'retries': 2,"
                    + " 'errorMessage': 'Later.'");
        }
        apply("JOB", "COMPLETED", 1, "'type': 'smtp_send_email', 'elementId': 'inform', 'elementInstanceKey': 7,"
                + " 'variables': {'emailResult': {'status': 'sent', 'message': 'Done.', 'messageId': '<1@a>'}}");
        apply("JOB", "ERROR_THROWN", 1, "'type': 'send_sms', 'elementId': 'text', 'errorCode': 'NOT_ALLOWED',"
                + " 'errorMessage': 'No.'");

        var inform = new Instance.Element("booking", "inform");
        assertThat(log.find(1).orElseThrow().steps()).containsExactly(new Instance.Retry(inform, "Later.", 2),
                new Instance.Result(inform, ActionType.SMTP_SEND_EMAIL, "sent", "Done.", "<1@a>",
                        Map.of("subject", TextNode.valueOf("Hello"))),
                new Instance.Thrown(new Instance.Element("booking", "text"), "NOT_ALLOWED", "No."));
    }

    @Test
    void leavesAnErrorThatNothingCatchesToItsIncident() {
        start(1, "booking");
        apply("JOB", "ERROR_THROWN", 1, "'type': 'send_sms', 'elementId': 'NO_CATCH_EVENT_FOUND',"
                + " 'errorCode': 'NOT_ALLOWED', 'errorMessage': 'No.'");

        assertThat(log.find(1).orElseThrow().steps()).isEmpty();
    }

    @Test
    void isSettledByTheEndOrByAnIncidentUntilThatIsResolved() {
        start(1, "booking");
        assertThat(log.find(1).orElseThrow().isSettled()).isFalse();

        apply("INCIDENT", "CREATED", 1, "'elementId': 'inform', 'errorMessage': 'Look here.'");
        assertThat(log.find(1).orElseThrow().isSettled()).isTrue();

        apply("INCIDENT", "RESOLVED", 1, "'elementId': 'inform'");
        assertThat(log.find(1).orElseThrow().isSettled()).isFalse();

        apply("PROCESS_INSTANCE", "ELEMENT_COMPLETED", 1, "'bpmnElementType': 'PROCESS'");
        assertThat(log.find(1).orElseThrow().isSettled()).isTrue();
    }

    @Test
    void waitsForADeliveryInTheBackgroundAndShowsItWithItsOrigin() {
        start(1, "order");
        apply("JOB", "COMPLETED", 1, "'type': 'smtp_send_email', 'elementId': 'confirm',"
                + " 'variables': {'emailResult': {'status': 'queued'}}");
        apply("PROCESS_INSTANCE", "ELEMENT_COMPLETED", 1, "'bpmnElementType': 'PROCESS'");
        assertThat(log.find(1).orElseThrow().isSettled()).isFalse();

        start(2, "background-delivery");
        apply("VARIABLE", "CREATED", 2, "'name': 'origin', 'scopeKey': 2,"
                + " 'value': '{\\\"processInstanceKey\\\": \\\"1\\\"}'");
        assertThat(log.newestFirst()).extracting(Instance::key).containsExactly(1L);
        assertThat(log.find(1).orElseThrow().isSettled()).isFalse();

        apply("PROCESS_INSTANCE", "ELEMENT_COMPLETED", 2, "'bpmnElementType': 'PROCESS'");
        assertThat(log.find(1).orElseThrow().isSettled()).isTrue();
    }

    private void start(long key, String processId) {
        apply("PROCESS_INSTANCE", "ELEMENT_ACTIVATING", key,
                "'bpmnElementType': 'PROCESS', 'bpmnProcessId': '" + processId + "'");
    }

    private void apply(String valueType, String intent, long instance, String value) {
        log.apply(
                "{'recordType': 'EVENT', 'valueType': '%s', 'intent': '%s', 'key': 9, 'timestamp': 0, 'value': {'processInstanceKey': %d, %s}}"
                        .formatted(valueType, intent, instance, value).replace('\'', '"'));
    }
}

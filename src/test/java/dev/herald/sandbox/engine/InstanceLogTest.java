package dev.herald.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
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
            apply("JOB", "FAILED", 1,
                    "'type': 'smtp_send_email', 'elementId': 'inform', 'elementInstanceKey': 7, 'retries': 2,"
                            + " 'errorMessage': 'Later.'");
        }
        apply("JOB", "COMPLETED", 1, "'type': 'smtp_send_email', 'elementId': 'inform', 'elementInstanceKey': 7,"
                + " 'variables': {'emailResult': {'status': 'sent', 'message': 'Done.', 'messageId': '<1@a>'}}");
        apply("JOB", "ERROR_THROWN", 1,
                "'type': 'send_sms', 'elementId': 'text', 'elementInstanceKey': 8, 'errorCode': 'NOT_ALLOWED',"
                        + " 'errorMessage': 'No.'");

        var inform = new Instance.Element("booking", "inform");
        assertThat(log.find(1).orElseThrow().steps()).containsExactly(new Instance.Retry(inform, 7, "Later.", 2),
                new Instance.Result(inform, 7, ActionType.SMTP_SEND_EMAIL,
                        Json.parse("{\"status\": \"sent\", \"message\": \"Done.\", \"messageId\": \"<1@a>\"}"),
                        Map.of("subject", TextNode.valueOf("Hello"))),
                new Instance.Thrown(new Instance.Element("booking", "text"), 8, "NOT_ALLOWED", "No."));
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

    @Test
    void tellsThePathAndWhatEachElementWaitsFor() {
        start(1, "booking");
        apply("PROCESS_INSTANCE", "SEQUENCE_FLOW_TAKEN", 4, 1, "'elementId': 'to_inform'");
        enter(5, "inform", "SERVICE_TASK");
        apply("JOB", "CREATED", 6, 1, "'type': 'smtp-send-email', 'elementId': 'inform', 'elementInstanceKey': 5");

        Instance waiting = log.find(1).orElseThrow();
        assertThat(waiting.flows()).containsExactly("to_inform");
        assertThat(waiting.waiting()).singleElement().satisfies(visit -> {
            assertThat(visit.element().id()).isEqualTo("inform");
            assertThat(visit.waits()).containsExactly(new Instance.ForWorker("smtp-send-email", 6));
        });
        assertThat(waiting.waitsForOthers()).isTrue();

        apply("TIMER", "CREATED", 7, 1, "'elementInstanceKey': 5, 'dueDate': 0");
        assertThat(log.find(1).orElseThrow().waitsForOthers()).isFalse();

        apply("PROCESS_INSTANCE", "ELEMENT_TERMINATED", 5, 1, "'bpmnElementType': 'SERVICE_TASK'");
        assertThat(log.find(1).orElseThrow().waiting()).isEmpty();
    }

    @Test
    void showsATaskWhatItSeesOfTheScopesAroundIt() {
        start(1, "booking");
        enter(5, "inform", "SERVICE_TASK");
        apply("VARIABLE", "CREATED", 1, "'name': 'subject', 'value': '1', 'scopeKey': 1");
        apply("VARIABLE", "CREATED", 1, "'name': 'recipient', 'value': '2', 'scopeKey': 1");
        apply("VARIABLE", "CREATED", 1, "'name': 'subject', 'value': '3', 'scopeKey': 5");

        Instance.Visit visit = log.find(1).orElseThrow().waiting().findFirst().orElseThrow();
        assertThat(visit.variables()).containsOnly(Map.entry("subject", IntNode.valueOf(3)));
        assertThat(visit.outer()).containsOnly(Map.entry("subject", IntNode.valueOf(1)),
                Map.entry("recipient", IntNode.valueOf(2)));
    }

    private void enter(long key, String element, String type) {
        apply("PROCESS_INSTANCE", "ELEMENT_ACTIVATING", key, 1,
                "'elementId': '" + element + "', 'bpmnElementType': '" + type + "', 'flowScopeKey': 1");
    }

    private void start(long key, String processId) {
        apply("PROCESS_INSTANCE", "ELEMENT_ACTIVATING", key,
                "'bpmnElementType': 'PROCESS', 'bpmnProcessId': '" + processId + "'");
    }

    private void apply(String valueType, String intent, long instance, String value) {
        apply(valueType, intent, 9, instance, value);
    }

    private void apply(String valueType, String intent, long key, long instance, String value) {
        log.apply(Json.parse(
                "{'valueType': '%s', 'intent': '%s', 'key': %d, 'timestamp': 0, 'value': {'processInstanceKey': %d, %s}}"
                        .formatted(valueType, intent, key, instance, value).replace('\'', '"')));
    }
}

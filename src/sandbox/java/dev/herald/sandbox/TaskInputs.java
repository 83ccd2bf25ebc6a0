package dev.herald.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.message.ActionType;
import dev.herald.sandbox.engine.Instance;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which variables a task works with. */
final class TaskInputs {
    /** What Herald's tasks read, whether it is mapped or a variable of the process. */
    static final Set<String> NAMES = Set.of("smtpAuthPreset", "sender", "recipient", "cc", "bcc", "replyTo", "headers",
            "attachments", "subject", "body", "bodyFormat", "requiredParams", "successMessage",
            "onlyIfPreviousSucceeded", "previousStepsSucceeded", "async", "onFailure", "phoneNumber", "message",
            "smsSender", "mediaUrls", "validityPeriod", "statusCallback", "scheduledAt");
    private static final Set<String> WRITTEN = Stream
            .concat(Arrays.stream(ActionType.values()).map(ActionType::resultVariable), Stream.of("heraldIncident"))
            .collect(Collectors.toSet());

    private TaskInputs() {}

    /** Its own variables, and for Herald's tasks also what they read of those around. */
    static Map<String, JsonNode> of(Instance.Visit visit) {
        Map<String, JsonNode> inputs = new TreeMap<>();
        if (visit.isHeralds()) {
            visit.outer().entrySet().stream().filter(outer -> NAMES.contains(outer.getKey()))
                    .forEach(outer -> inputs.put(outer.getKey(), outer.getValue()));
        }
        inputs.putAll(visit.variables());
        inputs.keySet().removeAll(WRITTEN);
        inputs.values().removeIf(JsonNode::isNull);
        return inputs;
    }
}

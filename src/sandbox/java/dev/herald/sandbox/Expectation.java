package dev.herald.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.herald.message.ActionType;
import dev.herald.sandbox.engine.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an example has to end. What is null is not checked.
 *
 * @param endEvent the id of the end event that has to be reached
 * @param emails how many emails are sent, those in the background included
 * @param sms how many SMS are sent, likewise
 * @param variables values by dotted path, as {@code emailResult.status}
 */
record Expectation(@Nullable String endEvent, @Nullable Integer emails, @Nullable Integer sms,
        Map<String, JsonNode> variables) {

    /** Whether there is nothing to check. */
    boolean isEmpty() {
        return endEvent == null && emails == null && sms == null && variables.isEmpty();
    }

    /**
     * What is otherwise, in words; empty if the instance ended as expected.
     *
     * @param copies of emails that went out though their task was refused
     */
    List<String> differences(Instance instance, int copies) {
        List<String> differences = new ArrayList<>();
        if (endEvent != null) {
            if (instance.state() != Instance.State.COMPLETED) {
                differences.add("it has not completed");
            }
            if (!instance.endEvents().contains(endEvent)) {
                differences.add("it did not reach the end event " + endEvent);
            }
        }
        if (emails != null) {
            compare(differences, "emails sent", emails, sent(instance, ActionType.SMTP_SEND_EMAIL) + copies);
        }
        if (sms != null) {
            compare(differences, "SMS sent", sms, sent(instance, ActionType.SEND_SMS));
        }
        variables.forEach((path, value) -> compare(differences, path, value, value(instance, path)));
        return differences;
    }

    private static long sent(Instance instance, ActionType action) {
        return instance.allResults().filter(result -> result.action() == action && result.status().equals("sent"))
                .map(Instance.Result::messageId).distinct().count();
    }

    private static JsonNode value(Instance instance, String path) {
        String[] names = path.split("\\.", -1);
        JsonNode value = instance.variables().getOrDefault(names[0], MissingNode.getInstance());
        for (int i = 1; i < names.length; i++) {
            value = value.path(names[i]);
        }
        return value;
    }

    private static void compare(List<String> differences, String what, Object expected, Object actual) {
        if (!expected.toString().equals(actual.toString())) {
            differences.add(
                    what + ": expected " + expected + ", was " + (actual.toString().isEmpty() ? "absent" : actual));
        }
    }
}

package dev.herald.sandbox;

import dev.herald.sandbox.engine.Instance;
import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.message.ActionType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Tells what became of an example, in a few aligned lines. */
final class Report {
    private static final int WIDTH = 120;
    private static final int LONGEST_TEXT = 70;
    private static final List<String> RESULT_FIELDS = List.of("status", "message", "messageId", "code");

    private final BpmnFolder models;
    private final Outbox outbox;

    Report(BpmnFolder models, Outbox outbox) {
        this.models = models;
        this.outbox = outbox;
    }

    /** @param differences in what the example ended otherwise than it says; empty for a success */
    String of(Example example, Instance instance, List<String> differences) {
        List<String> lines = new ArrayList<>();
        lines.add((differences.isEmpty() ? "ok      " : "FAILED  ") + example.processId());
        lines.add(wrapped("    ", example.description()));
        differences.forEach(difference -> lines.add(detail("otherwise", difference)));
        lines.add(detail("outcome", outcome(instance)));
        instance.allSteps().forEach(step -> lines.add(detail(step)));
        for (ActionType action : ActionType.values()) {
            JsonNode value = instance.variables().get(action.resultVariable());
            if (value != null) {
                lines.add(detail(action.resultVariable(), readable(value)));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** Where it ended, or what keeps it. */
    String outcome(Instance instance) {
        if (instance.allIncidents().findAny().isPresent()) {
            return instance.allIncidents()
                    .map(incident -> "incident at \"" + models.nameOf(incident.element()) + "\": " + incident.text())
                    .collect(Collectors.joining("; "));
        }
        return switch (instance.state()) {
            case ACTIVE -> "still running";
            case TERMINATED -> "terminated";
            case COMPLETED -> "completed at " + instance.endEvents().stream().sorted()
                    .map(id -> '"' + models.nameOf(new Instance.Element(instance.processId(), id)) + '"')
                    .collect(Collectors.joining(" and "));
        };
    }

    private String detail(Instance.Step step) {
        return switch (step) {
            case Instance.Retry retry -> detail("waited", text(retry));
            case Instance.Thrown thrown -> detail("BPMN error", thrown.code() + ": " + thrown.text());
            case Instance.Result result -> detail(switch (result.action()) {
                case SMTP_SEND_EMAIL -> "email ";
                case SEND_SMS -> "SMS ";
            } + result.status(), summary(result));
        };
    }

    /** Why it waited, and how often for the same reason. */
    static String text(Instance.Retry retry) {
        return retry.text() + (retry.times() > 1 ? " (" + retry.times() + " times)" : "");
    }

    /** To whom, and which message or why none. */
    String summary(Instance.Result result) {
        List<Outbox.Sent> arrived = result.messageId() == null
                ? List.of()
                : outbox.find(result.action(), result.messageId());
        if (!arrived.isEmpty()) {
            return "to " + arrived.getFirst().to() + ": " + shortened(arrived.getFirst().text());
        }
        boolean goesOut = result.status().equals("sent") || result.status().equals("queued");
        return switch (result.action()) {
            case SMTP_SEND_EMAIL -> "to " + input(result, "recipient") + ": "
                    + (goesOut ? input(result, "subject") : result.text());
            case SEND_SMS -> "to " + input(result, "phoneNumber") + ": "
                    + (goesOut ? input(result, "message") : result.text());
        };
    }

    private static String input(Instance.Result result, String name) {
        JsonNode value = result.inputs().get(name);
        return value == null ? "" : shortened(value.isTextual() ? value.textValue() : value.toString());
    }

    /** As FEEL writes a context, what every result has first. */
    private static String readable(JsonNode value) {
        return !value.isObject()
                ? value.toString()
                : value.properties().stream().sorted(Comparator.comparingInt(entry -> rank(entry.getKey())))
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static int rank(String field) {
        int index = RESULT_FIELDS.indexOf(field);
        return index < 0 ? RESULT_FIELDS.size() : index;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String shortened(String text) {
        String line = oneLine(text);
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
    }

    private static String detail(String label, String text) {
        return wrapped("    %-15s".formatted(label), text);
    }

    /** Breaks {@code text} at spaces, below its beginning. */
    private static String wrapped(String label, String text) {
        StringBuilder lines = new StringBuilder(label);
        int column = label.length();
        for (String word : oneLine(text).split(" ", -1)) {
            if (column > label.length() && column + word.length() > WIDTH) {
                lines.append(System.lineSeparator()).append(" ".repeat(label.length()));
                column = label.length();
            }
            lines.append(word).append(' ');
            column += word.length() + 1;
        }
        return lines.toString().replaceAll(" +(?=\\R|$)", "");
    }
}

package dev.herald.zeebe;

import dev.herald.dispatch.Action;
import dev.herald.dispatch.RequiredParams;
import dev.herald.message.ActionType;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import java.util.AbstractMap.SimpleEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The inputs that both actions have. */
final class Inputs {
    static final String ON_UNCONFIRMED = "onUnconfirmed";

    private Inputs() {}

    /** Whether the action runs only if previous steps succeeded, and one did not. */
    static boolean gateIsClosed(Variables variables) {
        return variables.truth("onlyIfPreviousSucceeded", false) && !variables.truth("previousStepsSucceeded", true);
    }

    static OnFailure onFailure(Variables variables) {
        return variables.word("onFailure", OnFailure.class).orElse(OnFailure.ERROR);
    }

    static Optional<String> successMessage(Variables variables) {
        return variables.text("successMessage");
    }

    static Action action(ActionType type, MessageRef ref, Variables variables) {
        return new Action(ref, message(type, variables), requiredParams(variables),
                variables.truth("async", false), onUnconfirmed(variables));
    }

    static @Nullable OnUnconfirmed onUnconfirmed(Variables variables) {
        return variables.word(ON_UNCONFIRMED, OnUnconfirmed.class).orElse(null);
    }

    private static Message message(ActionType type, Variables variables) {
        return switch (type) {
            case SMTP_SEND_EMAIL -> EmailInputs.read(variables);
            case SEND_SMS -> SmsInputs.read(variables);
        };
    }

    private static RequiredParams requiredParams(Variables variables) {
        return switch (variables.any("requiredParams").orElse("")) {
            case String names -> RequiredParams.named(names, variables.values());
            case Map<?, ?> context -> new RequiredParams(
                    variables.context("requiredParams").map(Variables::values).orElse(Map.of()));
            default -> throw new InvalidInputException("requiredParams",
                    "must be a comma-separated string of variable names, or a context.");
        };
    }

    @SafeVarargs
    static Map<String, Object> present(Map.Entry<String, @Nullable Object>... entries) {
        Map<String, Object> present = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry : entries) {
            switch (entry.getValue()) {
                case null -> {
                }
                case List<?> list when list.isEmpty() -> {
                }
                case Map<?, ?> map when map.isEmpty() -> {
                }
                case Object value -> present.put(entry.getKey(), value);
            }
        }
        return present;
    }

    static Map.Entry<String, @Nullable Object> entry(String name, @Nullable Object value) {
        return new SimpleEntry<>(name, value);
    }

    /** An enum constant as a modeler writes it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.herald.zeebe.input;

import dev.herald.dispatch.Action;
import dev.herald.dispatch.RequiredParams;
import dev.herald.message.ActionType;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.text.Listing;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The inputs that both actions have. */
public final class Inputs {
    public static final String ON_UNCONFIRMED = "onUnconfirmed";

    public static final String REQUIRED_PARAMS = "requiredParams";
    private static final String SUCCESS_MESSAGE = "successMessage";
    private static final List<String> COMMON = List.of(REQUIRED_PARAMS, SUCCESS_MESSAGE, "onlyIfPreviousSucceeded",
            "async", "onFailure");
    private static final int LONGEST_NAMES = 10_000;

    private Inputs() {}

    /** Whether the action runs only if previous steps succeeded, and one did not. */
    public static boolean gateIsClosed(Variables variables) {
        return variables.truth("onlyIfPreviousSucceeded", false) && !variables.truth("previousStepsSucceeded", true);
    }

    /** @throws InvalidInputException where it is neither word */
    public static OnFailure onFailure(Variables variables) {
        return variables.word("onFailure", OnFailure.class).orElse(OnFailure.ERROR);
    }

    /** Every input of the action. */
    public static Set<String> names(ActionType type) {
        Set<String> names = new LinkedHashSet<>(switch (type) {
            case SMTP_SEND_EMAIL -> EmailInputs.NAMES;
            case SEND_SMS -> SmsInputs.NAMES;
        });
        names.addAll(COMMON);
        return names;
    }

    /**
     * What a task asks for.
     *
     * @param successMessage what the result says on success
     * @param warnings what is probably not meant
     */
    public record Request(Action action, String successMessage, List<String> warnings) {}

    /** @throws InvalidInputException where an input can't be read, or is not there */
    public static Request request(ActionType type, MessageRef ref, Variables variables) {
        Message message = message(type, variables);
        RequiredParams params = requiredParams(type, variables);
        Action action = new Action(ref, message, params, variables.truth("async", false), onUnconfirmed(variables));
        String successMessage = variables.line(SUCCESS_MESSAGE).orElse(type.successMessage());
        params.problemWith(SUCCESS_MESSAGE, successMessage, RequiredParams.LONGEST_LINE).ifPresent(problem -> {
            throw new InvalidInputException(problem);
        });
        List<String> warnings = new ArrayList<>(variables.warnings());
        warnings.addAll(params.warnings(message));
        params.warning(SUCCESS_MESSAGE, successMessage).ifPresent(warnings::add);
        return new Request(action, params.fill(successMessage), warnings);
    }

    /** What an operator decided, if so. */
    public static @Nullable OnUnconfirmed onUnconfirmed(Variables variables) {
        return variables.word(ON_UNCONFIRMED, OnUnconfirmed.class).orElse(null);
    }

    private static Message message(ActionType type, Variables variables) {
        return switch (type) {
            case SMTP_SEND_EMAIL -> EmailInputs.read(variables);
            case SEND_SMS -> SmsInputs.read(variables);
        };
    }

    private static RequiredParams requiredParams(ActionType type, Variables variables) {
        return switch (variables.any(REQUIRED_PARAMS).orElse("")) {
            case String names -> {
                checkNames(type, RequiredParams.names(variables.bounded(REQUIRED_PARAMS, names, LONGEST_NAMES)));
                yield RequiredParams.named(names, variables.values());
            }
            case Map<?, ?> context -> new RequiredParams(
                    variables.context(REQUIRED_PARAMS).map(Variables::values).orElse(Map.of()));
            default -> throw new InvalidInputException(REQUIRED_PARAMS,
                    "must be a comma-separated string of variable names, or a context.");
        };
    }

    /** In a job's variables an input hides the process variable of its name. */
    private static void checkNames(ActionType type, List<String> names) {
        if (names.stream().anyMatch(name -> name.length() > RequiredParams.LONGEST_NAME)) {
            throw new InvalidInputException(REQUIRED_PARAMS,
                    "has a name of more than " + RequiredParams.LONGEST_NAME + " characters.");
        }
        Set<String> inputs = names(type);
        List<String> hidden = names.stream().filter(name -> inputs.contains(name.split("\\.", 2)[0])).toList();
        if (!hidden.isEmpty()) {
            String first = hidden.get(0);
            throw new InvalidInputException(REQUIRED_PARAMS, Listing.of(hidden) + (hidden.size() == 1 ? " is" : " are")
                    + " named like an input of this task, which hides the process variable. Give that variable another"
                    + " name, or map requiredParams above all other inputs to a context, as ={value: " + first
                    + "}, and write {{value}}.");
        }
    }

    /** A context of those entries that hold something: no null, no empty list or context. */
    @SafeVarargs
    public static Map<String, Object> present(Map.Entry<String, @Nullable Object>... entries) {
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

    /** For {@link #present}. */
    public static Map.Entry<String, @Nullable Object> entry(String name, @Nullable Object value) {
        return new SimpleEntry<>(name, value);
    }

    /** An empty text is none. */
    public static Map.Entry<String, @Nullable Object> text(String name, String value) {
        return entry(name, value.isEmpty() ? null : value);
    }

    /** An enum constant as a modeler writes it. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

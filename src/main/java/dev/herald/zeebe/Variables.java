package dev.herald.zeebe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variables of a job, read by type; null and blank are the same as absent. Every complaint names the variable. */
record Variables(Map<String, @Nullable Object> values, String path) {

    static Variables of(Map<String, @Nullable Object> values) {
        return new Variables(values, "");
    }

    Optional<String> text(String name) {
        return read(name, value -> value instanceof String text ? text : null, "must be a string");
    }

    /** Text that may be empty, as the content of an empty file. */
    Optional<String> textEvenBlank(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : text(name);
    }

    /** Text that must be there and say something. */
    String requiredText(String name) {
        return text(name).orElseThrow(() -> new InvalidInputException(path + name, "is required, but missing or blank."));
    }

    /** A string, or a list of strings whose blank entries don't count. */
    List<String> texts(String name) {
        return this.<List<String>>read(name, value -> switch (value) {
            case String text -> List.of(text);
            case List<?> list when list.stream().allMatch(item -> item == null || item instanceof String) ->
                list.stream().filter(item -> item instanceof String text && !text.isBlank()).map(String.class::cast)
                        .toList();
            default -> null;
        }, "must be a string or a list of strings").orElse(List.of());
    }

    boolean truth(String name, boolean absent) {
        return read(name, value -> switch (value) {
            case Boolean truth -> truth;
            case String text when text.strip().equalsIgnoreCase("true") -> true;
            case String text when text.strip().equalsIgnoreCase("false") -> false;
            default -> null;
        }, "must be true or false").orElse(absent);
    }

    Optional<Long> wholeNumber(String name) {
        return read(name, value -> switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 -> number.longValue();
            default -> null;
        }, "must be a whole number");
    }

    /** One of the words of an enum, as {@code assume-sent}. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        List<String> words = new ArrayList<>();
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            String word = Inputs.word(constant);
            words.add(word);
            byWord.put(word, constant);
        }
        return read(name, value -> value instanceof String text ? byWord.get(text.strip().toLowerCase(Locale.ROOT)) : null,
                "must be one of " + String.join(", ", words));
    }

    /** The header fields or the like: a context whose values are text. */
    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        context(name).ifPresent(context -> context.values().forEach((key, value) -> {
            switch (value) {
                case null -> {
                }
                case String text -> texts.put(key, text);
                case Number number -> texts.put(key, number.toString());
                case Boolean truth -> texts.put(key, truth.toString());
                default -> throw new InvalidInputException(path + name, "must be a context of strings.");
            }
        }));
        return texts;
    }

    Optional<Variables> context(String name) {
        return read(name, Variables::asContext, "must be a context")
                .map(context -> new Variables(context, path + name + "."));
    }

    List<Variables> contexts(String name) {
        List<Variables> contexts = new ArrayList<>();
        List<?> items = this.<List<?>>read(name, value -> value instanceof List<?> list ? list : null,
                "must be a list of contexts").orElse(List.of());
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            Map<String, @Nullable Object> context = asContext(item);
            if (context != null) {
                contexts.add(new Variables(context, path + name + "[" + i + "]."));
            } else if (item != null) {
                throw new InvalidInputException(path + name, "must be a list of contexts.");
            }
        }
        return contexts;
    }

    Optional<Object> any(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private <T> Optional<T> read(String name, Function<Object, @Nullable T> reader, String expectation) {
        Object value = values.get(name);
        if (value == null || (value instanceof String text && text.isBlank())) {
            return Optional.empty();
        }
        T read = reader.apply(value);
        if (read == null) {
            throw new InvalidInputException(path + name, expectation + ".");
        }
        return Optional.of(read);
    }

    @SuppressWarnings("unchecked") // JSON object keys are strings
    private static @Nullable Map<String, @Nullable Object> asContext(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
    }

    @Override
    public String toString() {
        return "Variables" + values.keySet();
    }
}

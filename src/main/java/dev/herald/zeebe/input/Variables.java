package dev.herald.zeebe.input;

import dev.herald.dispatch.ParamValues;
import dev.herald.dispatch.RequiredParams;
import dev.herald.message.text.Blanks;
import io.camunda.client.api.command.InternalClientException;
import io.camunda.client.api.response.ActivatedJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a job, read by type; null and blank are the same as absent. Every complaint names the variable.
 *
 * @param path what goes before a name, where these are the entries of a context
 * @param warnings what was left out in silence otherwise, gathered while reading
 */
public record Variables(Map<String, @Nullable Object> values, String path, List<String> warnings) {
    private static final int LONGEST_LIST = 200_000;
    private static final int DEEPEST_LIST = 10;
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 2;

    /** @throws InvalidInputException where they can't be read */
    public static Variables of(ActivatedJob job) {
        if (Footprint.of(job.getVariables()) > MOST_BYTES) {
            throw new InvalidInputException("variables",
                    "can't be read: those that this task sees would take more than half of Herald's memory. Keep from it"
                            + " those that it does not need, or give Herald more memory (-Xmx).");
        }
        try {
            return of(job.getVariablesAsMap());
        } catch (InternalClientException e) {
            throw new InvalidInputException("variables",
                    "can't be read: one of those that this task sees is nested a thousand deep or more.");
        }
    }

    public static Variables of(Map<String, @Nullable Object> values) {
        return new Variables(values, "", new ArrayList<>());
    }

    /** Text on one line; what does not count at its ends is left out. */
    Optional<String> line(String name) {
        return line(name, RequiredParams.LONGEST_LINE);
    }

    Optional<String> line(String name, int longest) {
        return text(name).map(text -> bounded(name, Blanks.strip(text), longest));
    }

    /** A name, an address, a number or the like on one line. */
    Optional<String> code(String name) {
        return line(name).map(Blanks::stripCode);
    }

    /** Text as it is; a number or a boolean as a reader would write it. */
    Optional<String> text(String name) {
        return read(name, Variables::asText, "must be a string");
    }

    /** Text that may be empty, as the content of an empty file. */
    Optional<String> textEvenBlank(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : text(name);
    }

    /** A string, or a list of strings whose blank entries don't count. */
    List<String> texts(String name) {
        List<?> list = this.<List<?>>read(name, value -> value instanceof List<?> items ? items : List.of(value),
                "").orElse(List.of());
        List<String> texts = new ArrayList<>(list.size());
        int length = 0;
        for (Object item : list) {
            if (item == null || (item instanceof String text && Blanks.isBlank(text))) {
                continue;
            }
            if (!(item instanceof String text)) {
                throw new InvalidInputException(path + name, "must be a string or a list of strings.");
            }
            length += text.length();
            texts.add(text);
            if (length > LONGEST_LIST) {
                throw tooLong(name, LONGEST_LIST);
            }
        }
        if (texts.size() < list.size()) {
            warnings.add(path + name + ": " + (list.size() - texts.size())
                    + " of the list's entries are null or blank, and were left out.");
        }
        return texts;
    }

    boolean truth(String name, boolean absent) {
        return read(name, value -> switch (value) {
            case Boolean truth -> truth;
            case String text when Blanks.stripCode(text).equalsIgnoreCase("true") -> true;
            case String text when Blanks.stripCode(text).equalsIgnoreCase("false") -> false;
            default -> null;
        }, "must be true or false").orElse(absent);
    }

    Optional<Long> wholeNumber(String name) {
        return read(name, value -> switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 -> number.longValue();
            case String digits when Blanks.stripCode(digits).matches("\\d{1,15}") ->
                Long.parseLong(Blanks.stripCode(digits));
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
        return read(name,
                value -> value instanceof String text
                        ? byWord.get(Blanks.stripCode(text).toLowerCase(Locale.ROOT))
                        : null,
                "must be one of " + String.join(", ", words));
    }

    /** The header fields or the like: a context whose values are text on one line. */
    Map<String, String> linesByName(String name, int most, int longest) {
        Map<String, @Nullable Object> context = read(name, Variables::asContext, "must be a context").orElse(Map.of());
        if (context.size() > most) {
            throw new InvalidInputException(path + name, "has more than " + most + " entries.");
        }
        Map<String, String> lines = new LinkedHashMap<>();
        context.forEach((key, value) -> {
            String text = value == null ? "" : asText(value);
            if (text == null) {
                throw new InvalidInputException(path + name, "must be a context of strings.");
            }
            if (value != null) {
                lines.put(Blanks.stripCode(key), Blanks.strip(text));
            }
        });
        if (lines.values().stream().mapToLong(String::length).sum() > longest) {
            throw tooLong(name, longest);
        }
        return lines;
    }

    Optional<Variables> context(String name) {
        return read(name, Variables::asContext, "must be a context").map(context -> inner(context, name));
    }

    /** One context or a list of them, in which lists count as if their entries stood there. */
    List<Variables> contexts(String name, int most) {
        List<Variables> contexts = new ArrayList<>();
        read(name, value -> value, "").ifPresent(value -> {
            if (value instanceof List<?> list) {
                addContexts(list, name, most, DEEPEST_LIST, contexts);
            } else {
                contexts.add(entry(value, name, name));
            }
        });
        return contexts;
    }

    private void addContexts(List<?> list, String name, int most, int depth, List<Variables> contexts) {
        for (int i = 0; i < list.size(); i++) {
            String place = name + "[" + i + "]";
            Object item = list.get(i);
            if (item instanceof List<?> inner && depth > 0) {
                addContexts(inner, place, most, depth - 1, contexts);
            } else if (item != null) {
                contexts.add(entry(item, place, name));
            }
            if (contexts.size() > most) {
                throw new InvalidInputException(path + name, "has more than " + most + " entries.");
            }
        }
    }

    private Variables entry(Object item, String place, String name) {
        Map<String, @Nullable Object> context = asContext(item);
        if (context == null) {
            throw new InvalidInputException(path + name, "must be a context or a list of contexts.");
        }
        return inner(context, place);
    }

    private Variables inner(Map<String, @Nullable Object> context, String name) {
        return new Variables(context, path + name + ".", warnings);
    }

    public Optional<Object> any(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws InvalidInputException where {@code text} is longer than {@code longest} characters */
    String bounded(String name, String text, int longest) {
        if (text.length() > longest) {
            throw tooLong(name, longest);
        }
        return text;
    }

    private InvalidInputException tooLong(String name, int longest) {
        return new InvalidInputException(path + name,
                String.format(Locale.ROOT, "has more than %,d characters.", longest));
    }

    private <T> Optional<T> read(String name, Function<Object, @Nullable T> reader, String expectation) {
        Object value = values.get(name);
        if (value == null || (value instanceof String text && Blanks.isBlank(text))) {
            return Optional.empty();
        }
        T read = reader.apply(value);
        if (read == null) {
            throw new InvalidInputException(path + name, expectation + ".");
        }
        return Optional.of(read);
    }

    private static @Nullable String asText(Object value) {
        return switch (value) {
            case String text -> text;
            case Number number -> ParamValues.text(number).orElse(null);
            case Boolean truth -> truth.toString();
            default -> null;
        };
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

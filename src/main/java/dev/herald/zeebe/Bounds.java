package dev.herald.zeebe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What leaves has a few KB at most, whatever an input or a provider's reply was: Zeebe refuses an answer of more than 4 MB, and
 * would offer its job again for ever.
 */
final class Bounds {
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_VALUE = 2_000;
    private static final int MOST_ENTRIES = 100;
    private static final int DEEPEST = 5;
    private static final String MORE = " ...";

    private int room = 30_000;

    private Bounds() {}

    /** The beginning of a text for a person. */
    static String text(String text) {
        return beginning(text, LONGEST_TEXT);
    }

    /** Variables with what there is room for. */
    static Map<String, Object> variables(Map<String, Object> variables) {
        return new Bounds().context(variables, DEEPEST);
    }

    private Map<String, Object> context(Map<?, ?> context, int depth) {
        Map<String, Object> bounded = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : context.entrySet()) {
            if (bounded.size() == MOST_ENTRIES || room <= 0) {
                break;
            }
            String name = beginning(String.valueOf(entry.getKey()), LONGEST_VALUE);
            room -= name.length();
            bounded.put(name, value(Objects.requireNonNull(entry.getValue()), depth - 1));
        }
        return bounded;
    }

    private List<Object> list(List<?> list, int depth) {
        List<Object> bounded = new ArrayList<>();
        for (Object item : list) {
            if (bounded.size() == MOST_ENTRIES || room <= 0) {
                bounded.add("and " + (list.size() - bounded.size()) + " more");
                break;
            }
            bounded.add(value(Objects.requireNonNull(item), depth - 1));
        }
        return bounded;
    }

    private Object value(Object value, int depth) {
        return switch (value) {
            case Map<?, ?> context when depth > 0 -> context(context, depth);
            case List<?> list when depth > 0 -> list(list, depth);
            case Number number -> number;
            case Boolean truth -> truth;
            case Object other -> {
                String text = beginning(other.toString(), Math.clamp(room, 0, LONGEST_VALUE));
                room -= text.length();
                yield text;
            }
        };
    }

    private static String beginning(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Math.max(0, longest - MORE.length());
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MORE;
    }
}

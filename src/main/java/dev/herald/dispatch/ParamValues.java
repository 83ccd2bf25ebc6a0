package dev.herald.dispatch;

import dev.herald.message.text.Blanks;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What process variables hold, found by name and written as text. */
public final class ParamValues {
    private ParamValues() {}

    /** The value of that name; dots reach inside. Null where there is none. */
    static @Nullable Object lookUp(String path, Map<String, ?> values) {
        if (path.length() > RequiredParams.LONGEST_NAME) {
            return null;
        }
        if (values.containsKey(path)) {
            return values.get(path);
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (values.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                @SuppressWarnings("unchecked") // JSON object keys are strings
                Map<String, ?> context = (Map<String, ?>) inner;
                return lookUp(path.substring(dot + 1), context);
            }
        }
        return null;
    }

    /** Whether it says nothing. */
    static boolean isBlank(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> Blanks.isBlank(text);
            case List<?> list -> list.stream().allMatch(ParamValues::isBlank);
            case Map<?, ?> context -> context.isEmpty();
            default -> false;
        };
    }

    /** Whether lists and contexts lie in each other more often than {@code most} says. */
    static boolean isDeeper(@Nullable Object value, int most) {
        Collection<?> inner = switch (value) {
            case List<?> list -> list;
            case Map<?, ?> context -> context.values();
            case null, default -> List.of();
        };
        return most == 0 ? !inner.isEmpty() : inner.stream().anyMatch(item -> isDeeper(item, most - 1));
    }

    /** A text, a number, a boolean or a list of them as a reader would write it; empty for anything else. */
    public static Optional<String> text(@Nullable Object value) {
        StringBuilder written = new StringBuilder();
        return write(value, written) ? Optional.of(trimmed(written.toString())) : Optional.empty();
    }

    private static boolean write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case String text -> out.append(text);
            case Boolean truth -> out.append(truth);
            case Number number when Double.isFinite(number.doubleValue()) ->
                out.append(new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
            case List<?> list -> {
                String separator = "";
                for (Object item : list) {
                    out.append(separator);
                    separator = ", ";
                    if (!write(item, out)) {
                        return false;
                    }
                }
            }
            case null, default -> {
                return false;
            }
        }
        return true;
    }

    /** What stands on one line: often with the end of the line that it was read from. */
    private static String trimmed(String value) {
        String stripped = Blanks.strip(value);
        return stripped.indexOf('\n') < 0 && stripped.indexOf('\r') < 0 ? stripped : value;
    }
}

package dev.herald.dispatch;

import dev.herald.message.BodyFormat;
import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.MarkdownLiteral;
import dev.herald.message.Message;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * The values that a message needs: every one must be there, and they alone replace {@code {{name}}} in its texts. Without
 * any, texts are left alone, braces included.
 *
 * @param values by name; null where a value is missing
 */
public record RequiredParams(Map<String, @Nullable Object> values) {
    public static final RequiredParams NONE = new RequiredParams(Map.of());

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*+)}}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,63}");

    /** Reads comma-separated names of process variables; dots reach inside. */
    public static RequiredParams named(String names, Map<String, ?> variables) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Arrays.stream(names.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty())
                .forEach(name -> values.put(name, lookUp(name, variables)));
        return new RequiredParams(values);
    }

    /** Why the message can't be made from these values, if so. */
    Optional<Outcome.Refused> problemWith(Message message) {
        List<String> missing = new ArrayList<>();
        values.forEach((name, value) -> {
            if (isBlank(value)) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            return refused("requiredParams: missing, null or blank: " + String.join(", ", missing)
                    + ". Give each a value before this step.");
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Set<String> unknown = texts(message).flatMap(text -> PLACEHOLDER.matcher(text).results())
                .map(RequiredParams::name).filter(name -> render(lookUp(name, values)).isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (texts(message).anyMatch(this::holdsItself)) {
            return refused("requiredParams: a text would be inserted into itself, since the input hides the process"
                    + " variable of that name. Give that variable another name, or map requiredParams above that"
                    + " input.");
        }
        return unknown.isEmpty()
                ? Optional.empty()
                : refused("requiredParams: no text, number or boolean for the placeholder "
                        + unknown.stream().map(RequiredParams::shown).collect(Collectors.joining(", "))
                        + ". Add it to requiredParams or remove it from the text.");
    }

    /** The message with its placeholders replaced; {@link #problemWith} found none. */
    Message fill(Message message) {
        if (values.isEmpty()) {
            return message;
        }
        return switch (message) {
            case Email email -> {
                BodyFormat format = email.bodyFormat().of(email.body());
                String body = format == BodyFormat.MARKDOWN ? MarkdownLiteral.guard(email.body()) : email.body();
                yield email.withText(fill(email.subject(), UnaryOperator.identity()), fill(body, escapeFor(format)),
                        format);
            }
            case Sms sms -> sms.withText(fill(sms.text(), UnaryOperator.identity()));
        };
    }

    private String fill(String text, UnaryOperator<String> escape) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher
                .quoteReplacement(escape.apply(render(lookUp(name(found), values)).orElseThrow())));
    }

    private static boolean isBlank(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
            case List<?> list -> list.stream().allMatch(RequiredParams::isBlank);
            case Map<?, ?> context -> context.isEmpty();
            default -> false;
        };
    }

    private boolean holdsItself(String text) {
        return PLACEHOLDER.matcher(text).results().anyMatch(found -> text.equals(lookUp(name(found), values)));
    }

    /** Only what can be a name: anything else between braces may be the message's own text. */
    private static String shown(String name) {
        return NAME.matcher(name).matches() ? "{{" + name + "}}" : "{{...}} with something else than a name in it";
    }

    private static String name(MatchResult placeholder) {
        return placeholder.group(1).strip();
    }

    private static UnaryOperator<String> escapeFor(BodyFormat format) {
        return switch (format) {
            case HTML -> value -> HtmlUtils.htmlEscape(value, "UTF-8");
            case MARKDOWN -> MarkdownLiteral::escape;
            case TEXT, AUTO -> UnaryOperator.identity();
        };
    }

    private static Stream<String> texts(Message message) {
        return switch (message) {
            case Email email -> Stream.of(email.subject(), email.body());
            case Sms sms -> Stream.of(sms.text());
        };
    }

    private static @Nullable Object lookUp(String path, Map<String, ?> values) {
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

    private static Optional<String> render(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case Boolean truth -> Optional.of(truth.toString());
            case Number number -> Optional.of(new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
            case List<?> list when list.stream().allMatch(item -> render(item).isPresent()) ->
                Optional.of(list.stream().map(item -> render(item).orElseThrow()).collect(Collectors.joining(", ")));
            default -> Optional.empty();
        };
    }

    private static Optional<Outcome.Refused> refused(String reason) {
        return Optional.of(new Outcome.Refused(ErrorCode.INVALID_REQUEST, reason));
    }

    @Override
    public String toString() {
        return "RequiredParams" + values.keySet();
    }
}

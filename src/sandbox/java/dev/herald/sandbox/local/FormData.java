package dev.herald.sandbox.local;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of an {@code application/x-www-form-urlencoded} body or query, in their order. */
public record FormData(Map<String, List<String>> fields) {

    /** @param encoded null for no fields */
    public static FormData parse(@Nullable String encoded) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (encoded != null && !encoded.isEmpty()) {
            for (String pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
            }
        }
        return new FormData(fields);
    }

    /** The first value under that name, unless it is empty: Twilio ignores empty parameters. */
    public Optional<String> get(String name) {
        return all(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    static String encode(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

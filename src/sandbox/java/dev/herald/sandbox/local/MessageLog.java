package dev.herald.sandbox.local;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the newest messages of the local Twilio API and lists them as Twilio does. */
final class MessageLog {
    private static final int CAPACITY = 500;
    private static final int DEFAULT_PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 1000;

    private final LinkedHashMap<String, TextMessage> oldestFirst = new LinkedHashMap<>();

    private long version;

    /** How often something changed. */
    synchronized long version() {
        return version;
    }

    synchronized void add(TextMessage message) {
        version++;
        oldestFirst.put(message.sid(), message);
        if (oldestFirst.size() > CAPACITY) {
            oldestFirst.pollFirstEntry();
        }
    }

    /** Replaces the message of the same SID, unless it was dropped. */
    synchronized void replace(TextMessage message) {
        version++;
        oldestFirst.replace(message.sid(), message);
    }

    synchronized List<TextMessage> newestFirst() {
        return List.copyOf(oldestFirst.sequencedValues().reversed());
    }

    synchronized Optional<TextMessage> find(String sid) {
        return Optional.ofNullable(oldestFirst.get(sid));
    }

    /**
     * One page of the list resource, newest first.
     *
     * @param query {@code To}, {@code From}, {@code DateSent}, {@code DateSent<}, {@code DateSent>}, {@code Page},
     *        {@code PageSize}
     * @throws DateTimeException if a date can't be read
     */
    Map<String, @Nullable Object> list(String path, FormData query) {
        int page = query.get("Page").map(Integer::valueOf).orElse(0);
        int pageSize = Math.clamp(query.get("PageSize").map(Integer::valueOf).orElse(DEFAULT_PAGE_SIZE), 1,
                MAX_PAGE_SIZE);
        List<TextMessage> matching = matching(query);
        List<TextMessage> shown = matching.stream().skip((long) page * pageSize).limit(pageSize).toList();
        boolean more = matching.size() > (long) (page + 1) * pageSize;

        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("first_page_uri", uri(path, query, pageSize, 0));
        json.put("next_page_uri", more ? uri(path, query, pageSize, page + 1) : null);
        json.put("previous_page_uri", page > 0 ? uri(path, query, pageSize, page - 1) : null);
        json.put("uri", uri(path, query, pageSize, page));
        json.put("page", page);
        json.put("page_size", pageSize);
        json.put("start", page * pageSize);
        json.put("end", Math.max(page * pageSize, page * pageSize + shown.size() - 1));
        json.put("messages", shown.stream().map(TextMessage::toJson).toList());
        return json;
    }

    private List<TextMessage> matching(FormData query) {
        Stream<TextMessage> messages = newestFirst().stream();
        for (String name : List.of("To", "From")) {
            String wanted = query.get(name).orElse(null);
            if (wanted != null) {
                messages = messages.filter(message -> wanted.equals("To".equals(name) ? message.to() : message.from()));
            }
        }
        for (String name : List.of("DateSent", "DateSent<", "DateSent>")) {
            String date = query.get(name).orElse(null);
            if (date != null) {
                messages = messages.filter(message -> isWithin(message.sentAt(), name, date));
            }
        }
        return messages.toList();
    }

    /** Twilio's bounds are inclusive, and seconds are the finest that they know. */
    private static boolean isWithin(@Nullable Instant sentAt, String comparison, String date) {
        if (sentAt == null) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(sentAt.getEpochSecond());
        Instant bound = parse(date);
        return switch (comparison) {
            case "DateSent<" -> !sent.isAfter(bound);
            case "DateSent>" -> !sent.isBefore(bound);
            default -> date.length() > 10
                    ? sent.equals(bound)
                    : LocalDate.parse(date).equals(sent.atOffset(ZoneOffset.UTC).toLocalDate());
        };
    }

    private static Instant parse(String date) {
        if (date.length() <= 10) {
            return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        boolean hasOffset = date.endsWith("Z") || date.indexOf('+', 10) > 0;
        return hasOffset
                ? OffsetDateTime.parse(date).toInstant()
                : LocalDateTime.parse(date).toInstant(ZoneOffset.UTC);
    }

    private static String uri(String path, FormData query, int pageSize, int page) {
        Map<String, String> fields = new LinkedHashMap<>();
        query.fields().forEach((name, values) -> fields.put(name, values.getFirst()));
        fields.put("PageSize", String.valueOf(pageSize));
        fields.put("Page", String.valueOf(page));
        return path + "?" + FormData.encode(fields);
    }
}

package dev.herald.sms.callback;

import com.twilio.security.RequestValidator;
import dev.herald.message.later.DeliveryReceipts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twilio's reports on what became of a message. Only what an account of Herald's senders signed counts. A report that was
 * taken before is answered and dropped, so that nobody gains by repeating one.
 *
 * @see <a href="https://www.twilio.com/docs/usage/security#validating-requests">How Twilio signs</a>
 */
final class StatusReports {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);
    private static final Pattern SID = Pattern.compile("[SM]M[0-9a-zA-Z]{1,64}");
    private static final Pattern STATUS = Pattern.compile("[a-z_]{1,32}");
    private static final Pattern ERROR_CODE = Pattern.compile("[0-9]{1,9}");
    private static final int REMEMBERED = 10_000;

    private final String url;
    private final Map<String, List<RequestValidator>> accounts;
    private final DeliveryReceipts receipts;
    private final RefusalLog refusals;
    private final Map<String, Boolean> taken = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * @param url that Twilio calls and signs
     * @param tokens with which each account may sign
     * @param nanoTime as {@link System#nanoTime}
     */
    StatusReports(String url, Map<String, List<String>> tokens, DeliveryReceipts receipts, LongSupplier nanoTime) {
        this.url = url;
        accounts = tokens.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                account -> account.getValue().stream().map(RequestValidator::new).toList()));
        this.receipts = receipts;
        this.refusals = new RefusalLog(nanoTime);
    }

    /** What Twilio is told, as an HTTP status. */
    enum Answer {
        TAKEN(204), UNREADABLE(400), FORBIDDEN(403), UNKNOWN(404), TOO_SLOW(408), TOO_LARGE(413),
        /** Twilio repeats the report. */
        LATER(503);

        private final int status;

        Answer(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }

        boolean isRefusal() {
            return this != TAKEN && this != LATER;
        }
    }

    /** Notes why a report does not count. */
    Answer refuse(Answer answer, String reason) {
        refusals.note(reason);
        return answer;
    }

    /** Takes a report as it was posted. */
    Answer take(byte[] body, String signature) {
        Optional<Map<String, String>> form = form(body);
        if (form.isEmpty()) {
            return refuse(Answer.FORBIDDEN, "a field stands in it twice, or can't be read");
        }
        Map<String, String> fields = form.get();
        List<RequestValidator> account = accounts.get(fields.getOrDefault("AccountSid", ""));
        if (account == null) {
            return refuse(Answer.FORBIDDEN, "no sender of herald.sms.senders has its account-sid");
        }
        if (account.stream().noneMatch(token -> token.validate(url, fields, signature)
                || token.validate(url + CallbackSettings.RETRIES, fields, signature))) {
            return refuse(Answer.FORBIDDEN, "its signature does not fit. Check the account's auth-token,"
                    + " callback-auth-token or previous-auth-token, and that herald.sms.callback.public-url is the"
                    + " address that Twilio calls");
        }
        return takeSigned(fields);
    }

    private Answer takeSigned(Map<String, String> fields) {
        String sid = fields.getOrDefault("MessageSid", "");
        String status = fields.getOrDefault("MessageStatus", "");
        String errorCode = fields.getOrDefault("ErrorCode", "");
        if (!SID.matcher(sid).matches() || !STATUS.matcher(status).matches()) {
            return refuse(Answer.UNREADABLE, "it names no message or no status");
        }
        return hand(sid, status, ERROR_CODE.matcher(errorCode).matches() ? errorCode : null);
    }

    private Answer hand(String sid, String status, @Nullable String errorCode) {
        String report = sid + ' ' + status;
        if (taken.containsKey(report)) {
            return Answer.TAKEN;
        }
        try {
            receipts.received(sid, status, errorCode);
        } catch (RuntimeException e) {
            LOG.warn("A delivery report was not taken; Twilio is asked to repeat it: {}", e.getClass().getSimpleName());
            return Answer.LATER;
        }
        taken.put(report, true);
        return Answer.TAKEN;
    }

    /** The fields; empty where one stands there twice, since which of them was signed can't be told. */
    private static Optional<Map<String, String>> form(byte[] body) {
        Map<String, String> fields = new HashMap<>();
        try {
            for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? field : field.substring(0, equals);
                String value = equals < 0 ? "" : field.substring(equals + 1);
                if (!field.isEmpty() && fields.put(decoded(name), decoded(value)) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(fields);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

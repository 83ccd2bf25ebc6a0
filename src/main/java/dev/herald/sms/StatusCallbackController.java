package dev.herald.sms;

import com.twilio.security.RequestValidator;
import dev.herald.message.DeliveryReceipts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes Twilio's reports on what became of a message. Only what an account of Herald's senders signed counts. A report that
 * was taken before is answered and dropped, so that nobody gains by repeating one.
 *
 * @see <a href="https://www.twilio.com/docs/usage/security#validating-requests">How Twilio signs</a>
 */
@RestController
final class StatusCallbackController {
    private static final Logger LOG = LoggerFactory.getLogger(StatusCallbackController.class);
    private static final Pattern SID = Pattern.compile("[SM]M[0-9a-zA-Z]{1,64}");
    private static final Pattern STATUS = Pattern.compile("[a-z_]{1,32}");
    private static final Pattern ERROR_CODE = Pattern.compile("[0-9]{1,9}");
    private static final int REMEMBERED = 10_000;

    private final String url;
    private final Map<String, List<RequestValidator>> accounts;
    private final DeliveryReceipts receipts;
    private final Map<String, Boolean> taken = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    StatusCallbackController(SmsSettings settings, DeliveryReceipts receipts) {
        url = Objects.requireNonNull(settings.callback().url());
        accounts = settings.senders().values().stream()
                .collect(Collectors.groupingBy(sender -> Objects.requireNonNull(sender.accountSid()),
                        Collectors.mapping(
                                sender -> new RequestValidator(Objects.requireNonNull(sender.signingToken())),
                                Collectors.toList())));
        this.receipts = receipts;
    }

    @PostMapping(path = CallbackSettings.PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> report(@RequestBody(required = false) @Nullable MultiValueMap<String, String> form,
            @RequestHeader(name = "X-Twilio-Signature", required = false) @Nullable String signature) {
        if (form == null || signature == null || form.values().stream().anyMatch(values -> values.size() > 1)
                || !isSigned(form.toSingleValueMap(), signature)) {
            return answer(HttpStatus.FORBIDDEN);
        }
        Map<String, String> parameters = form.toSingleValueMap();
        String sid = parameters.getOrDefault("MessageSid", "");
        String status = parameters.getOrDefault("MessageStatus", "");
        String errorCode = parameters.getOrDefault("ErrorCode", "");
        if (!SID.matcher(sid).matches() || !STATUS.matcher(status).matches()) {
            return answer(HttpStatus.BAD_REQUEST);
        }
        return take(sid, status, ERROR_CODE.matcher(errorCode).matches() ? errorCode : null);
    }

    private boolean isSigned(Map<String, String> parameters, String signature) {
        return accounts.getOrDefault(parameters.getOrDefault("AccountSid", ""), List.of()).stream()
                .anyMatch(account -> account.validate(url, parameters, signature)
                        || account.validate(url + CallbackSettings.RETRIES, parameters, signature));
    }

    private ResponseEntity<Void> take(String sid, String status, @Nullable String errorCode) {
        String report = sid + ' ' + status;
        if (taken.containsKey(report)) {
            return answer(HttpStatus.NO_CONTENT);
        }
        try {
            receipts.received(sid, status, errorCode);
        } catch (RuntimeException e) {
            LOG.warn("A delivery report was not taken; Twilio is asked to repeat it: {}", e.getClass().getSimpleName());
            return answer(HttpStatus.SERVICE_UNAVAILABLE);
        }
        taken.put(report, true);
        return answer(HttpStatus.NO_CONTENT);
    }

    private static ResponseEntity<Void> answer(HttpStatus status) {
        return ResponseEntity.status(status).build();
    }
}

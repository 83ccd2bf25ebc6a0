package dev.herald.sandbox;

import static dev.herald.sandbox.local.RecipientFault.ANSWER_LOST;
import static dev.herald.sandbox.local.RecipientFault.BOUNCES_LATER;
import static dev.herald.sandbox.local.RecipientFault.BUSY;
import static dev.herald.sandbox.local.RecipientFault.CLOSING;
import static dev.herald.sandbox.local.RecipientFault.FULL;
import static dev.herald.sandbox.local.RecipientFault.GREYLISTED;
import static dev.herald.sandbox.local.RecipientFault.MESSAGE_LOST;
import static dev.herald.sandbox.local.RecipientFault.UNKNOWN;
import static dev.herald.sandbox.local.RecipientFault.UNWANTED;

import dev.herald.sandbox.local.NumberFault;
import dev.herald.sandbox.local.RecipientFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every outcome that the README lists, to be tried with a click: an instance whose message meets it. */
final class Tries {
    /** The processes that are started for them, in files of the sandbox's own. */
    static final List<String> PROCESSES = List.of("try-email", "try-sms");
    static final String DENIED_DOMAIN = "denied.example";
    private static final String RECIPIENT = "ada@customer.example";
    private static final String NUMBER = "+15552345678";

    private Tries() {}

    /**
     * One click.
     *
     * @param outcome what becomes of the message
     * @param address the recipient, the number, or what else makes the difference
     * @param explanation what happens to it
     */
    record Try(String outcome, String address, String explanation, String processId, Map<String, Object> variables) {}

    static List<Try> all() {
        return List.of(email("accepted", RECIPIENT, "taken at once", Map.of()),
                email("accepted", "ada@, unknown@",
                        "one of two recipients is refused: the other stands in rejectedRecipients",
                        Map.of("recipient", List.of(RECIPIENT, UNKNOWN.address()))),
                email("accepted", BOUNCES_LATER), sms("accepted", NUMBER, "taken at once", NUMBER),
                sms("accepted", NumberFault.ANSWER_LOST),
                email("queued", "async: true", "delivered by an instance of its own", Map.of("async", true)),
                email("skipped", "previousStepsSucceeded: false",
                        "not sent, since it is for onlyIfPreviousSucceeded",
                        Map.of("onlyIfPreviousSucceeded", true, "previousStepsSucceeded", false)),
                email("refused", UNKNOWN),
                email("refused", UNKNOWN.address(), "the same with onFailure: continue: no incident, status failed",
                        Map.of("recipient", UNKNOWN.address(), "onFailure", "continue")),
                email("refused", UNWANTED), email("refused", "ada at customer", "no address: INVALID_REQUEST",
                        Map.of("recipient", "ada at customer")),
                email("refused", "ada@" + DENIED_DOMAIN, "a guardrail forbids that domain: NOT_ALLOWED",
                        Map.of("recipient", "ada@" + DENIED_DOMAIN)),
                sms("refused", NumberFault.OPTED_OUT), sms("refused", NumberFault.LANDLINE),
                sms("refused", NumberFault.INVALID), sms("refused", NumberFault.UNREACHABLE),
                sms("refused", NumberFault.NO_PERMISSION), email("deferred", GREYLISTED), email("deferred", BUSY),
                email("deferred", FULL), sms("deferred", NumberFault.TOO_MANY_REQUESTS),
                sms("deferred", NumberFault.UNAVAILABLE), email("unavailable", CLOSING),
                email("misconfigured", "smtpAuthPreset: nowhere", "no preset has that name",
                        Map.of("smtpAuthPreset", "nowhere")),
                email("unconfirmed", ANSWER_LOST), email("unconfirmed", MESSAGE_LOST),
                sms("unconfirmed", NumberFault.MESSAGE_LOST));
    }

    private static Try email(String outcome, RecipientFault fault) {
        return email(outcome, fault.address(), fault.explanation(), Map.of("recipient", fault.address()));
    }

    private static Try email(String outcome, String address, String explanation, Map<String, Object> different) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("recipient", RECIPIENT);
        variables.put("subject", "Your order");
        variables.put("body", "Dear customer,\n\nyour order is on its way.");
        variables.putAll(different);
        return new Try(outcome, address, explanation, "try-email", variables);
    }

    private static Try sms(String outcome, NumberFault fault) {
        return sms(outcome, fault.number(), fault.explanation(), fault.number());
    }

    private static Try sms(String outcome, String address, String explanation, String number) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("phoneNumber", number);
        variables.put("message", "Your order is on its way.");
        return new Try(outcome, address, explanation, "try-sms", variables);
    }
}

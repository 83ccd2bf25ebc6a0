package dev.herald.sms;

import dev.herald.sms.callback.CallbackSettings;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reply of Twilio other than an acceptance means: a pure table of HTTP status and Twilio code. The status counts
 * first where it says whether the message was processed. The texts are Herald's own; Twilio's go into {@code said}.
 *
 * @param setting the sender's property
 * @param origin the property that says where the message comes from
 * @param ownCallback whether Twilio was told to report to Herald, not to a URL of the task
 * @param status HTTP status, not an acceptance
 * @param code Twilio's code; null where the reply has none
 * @param retryAfter what the reply asks for; zero for nothing
 * @param said the reply itself
 * @see <a href="https://www.twilio.com/docs/api/errors">Twilio's error dictionary</a>
 */
record TwilioReplies(String setting, String origin, boolean ownCallback, int status, @Nullable Integer code,
        Duration retryAfter, ProviderReply said) {
    /** "Service unavailable": of a message that is not in its list, Twilio says with it to try again later. */
    private static final int NOT_NOW = 20503;
    private static final String STATE = "check its state in the Twilio console (suspended, or its profile incomplete)";

    /** Whether Twilio says that it took nothing, where its list says the same. */
    boolean isLater() {
        return status == 503 && code != null && code == NOT_NOW;
    }

    /** The outcome where {@link #isLater} and Twilio's list shows no such message. */
    Outcome later() {
        return deferred("Twilio is not available for now", false);
    }

    Outcome outcome() {
        if (status >= 500 || status < 300 || status == 408) {
            return new Outcome.Unconfirmed("Twilio's reply" + reply() + " does not tell whether it took the message.",
                    Map.of(), said);
        }
        if (status == 429) {
            return deferred("Twilio takes no more messages for now", true);
        }
        if (status == 401) {
            return unavailable("Twilio refused the login of " + setting + reply() + ". Check that account-sid and"
                    + " auth-token, or api-key and api-secret, belong together and may send messages, that base-url is in"
                    + " the region of these credentials, and the account itself: " + STATE + ".");
        }
        Outcome known = code == null ? null : byCode(code);
        return known != null ? known : byStatus();
    }

    private @Nullable Outcome byCode(int twilioCode) {
        return switch (twilioCode) {
            case 21211 -> recipient("is not a number that Twilio can send to");
            case 21214, 21612 -> recipient("cannot be reached from this sender");
            case 21265 -> recipient("is a short code");
            case 21266 -> recipient("is the sender's own number");
            case 21268 -> recipient("is a premium number");
            case 21408 -> recipient("is in a region that the account may not send to; enable it in the geographic"
                    + " permissions of the Twilio console");
            case 21610 -> recipient("has opted out with STOP; only its holder can opt in again, with START");
            case 21614 -> recipient("is not a mobile number");
            case 21635 -> recipient("is a landline");
            case 21605, 21617, 21658 -> message("message: is too long for Twilio; shorten it");
            case 21602, 21619 -> message("message: is empty");
            case 21609 -> ownCallback
                    ? misconfigured(CallbackSettings.PROPERTY, "is not an address that Twilio can call")
                    : message("statusCallback: is not a URL that Twilio can call");
            case 21624 -> message("validityPeriod: is not what Twilio takes; in 2026 it takes 1 to 36000 seconds");
            case 21620, 21623 -> message("mediaUrls: cannot be sent; check the URLs, at most 10");
            case 35111, 35112, 35113, 35114, 35115, 35116, 35117 ->
                message("scheduledAt: is no time for which Twilio takes a message; in 2026 it takes 5 minutes to 35 days"
                        + " ahead");
            case 21611, 14107 -> deferred("Twilio's queue of the sender is full", true);
            case 20003 ->
                misconfigured(setting + ".account-sid", "the account or its credentials may not send; " + STATE);
            case 20404 -> misconfigured(setting + ".account-sid",
                    "Twilio knows no such account; check account-sid and base-url");
            case 70051 -> misconfigured(setting + ".api-key", "the key may not create messages; permit it in the Twilio"
                    + " console, or use a standard key");
            case 21212, 21267, 21601, 21603, 21606, 21607, 21621, 21659, 21660, 21661 ->
                misconfigured(origin, "the account cannot send from it; set it to what the account can send from");
            case 21608 -> misconfigured(setting + ".account-sid",
                    "a trial account sends to verified numbers only; verify the number or upgrade the account");
            case 21701, 21703, 21704, 21705, 35118 -> misconfigured(setting + ".messaging-service-sid",
                    "the messaging service does not exist or has no sender; check it in the Twilio console");
            default -> null;
        };
    }

    private Outcome byStatus() {
        if (status < 400) {
            return misconfigured(setting + ".base-url", "it redirects elsewhere; set it to the API's own address");
        }
        return switch (status) {
            case 403 ->
                misconfigured(setting + ".account-sid", "the account or its credentials may not send; " + STATE);
            case 404, 405 -> misconfigured(setting + ".base-url",
                    "nothing takes messages there; check base-url and account-sid");
            case 407 -> unavailable("The proxy in front of Twilio refused the request" + reply() + ".");
            default -> message("message: was refused for good; the Twilio console's error log says why");
        };
    }

    private String reply() {
        return code == null ? " (HTTP " + status + ")" : " (HTTP " + status + ", code " + code + ")";
    }

    private Outcome recipient(String problem) {
        return new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "phoneNumber: " + problem + reply() + ".", said);
    }

    private Outcome message(String problem) {
        return new Outcome.Refused(ErrorCode.MESSAGE_REJECTED, problem + reply() + ".", said);
    }

    private Outcome misconfigured(String property, String problem) {
        return new Outcome.Misconfigured(property + ": " + problem + reply() + ".", said);
    }

    private Outcome deferred(String problem, boolean pushback) {
        return new Outcome.Deferred(problem + reply() + ".", retryAfter, pushback, said);
    }

    private Outcome unavailable(String problem) {
        return new Outcome.Unavailable(problem, retryAfter, false, said);
    }
}

package dev.herald.sms;

import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a reply of Twilio other than an acceptance means: a pure table of HTTP status and Twilio code. The status counts
 * first where it says whether the message was processed; the texts never repeat Twilio's, which hold the number.
 *
 * @see <a href="https://www.twilio.com/docs/api/errors">Twilio's error dictionary</a>
 */
final class TwilioReplies {
    private TwilioReplies() {}

    /**
     * @param setting the sender's property
     * @param status HTTP status, not an acceptance
     * @param code Twilio's code; null where the reply has none
     * @param retryAfter what the reply asks for; zero for nothing
     */
    static Outcome outcome(String setting, int status, @Nullable Integer code, Duration retryAfter) {
        String reply = code == null ? "HTTP " + status : "HTTP " + status + ", code " + code;
        if (status >= 500 || status < 300 || status == 408) {
            return new Outcome.Unconfirmed("Twilio's reply (" + reply + ") does not tell whether it took the message.");
        }
        if (status == 429) {
            return new Outcome.Deferred("Twilio takes no more messages for now (" + reply + ").", retryAfter);
        }
        if (status == 401) {
            return new Outcome.Unavailable(
                    "Twilio refused the credentials of " + setting + " (" + reply + "). Check " + setting
                            + ".account-sid and auth-token, or api-key and api-secret.",
                    retryAfter);
        }
        Outcome known = code == null ? null : byCode(setting, code, reply, retryAfter);
        return known != null ? known : byStatus(setting, status, reply, retryAfter);
    }

    private static @Nullable Outcome byCode(String setting, int code, String reply, Duration retryAfter) {
        return switch (code) {
            case 21211 -> recipient(reply, "is not a number that Twilio can send to");
            case 21214, 21612 -> recipient(reply, "cannot be reached from this sender");
            case 21265 -> recipient(reply, "is a short code");
            case 21266 -> recipient(reply, "is the sender's own number");
            case 21268 -> recipient(reply, "is a premium number");
            case 21408 -> recipient(reply,
                    "is in a region that the account may not send to; enable it in the geographic permissions of the Twilio console");
            case 21610 -> recipient(reply, "has opted out with STOP; only its holder can opt in again, with START");
            case 21614 -> recipient(reply, "is not a mobile number");
            case 21635 -> recipient(reply, "is a landline");
            case 21605, 21617, 21658 -> message(reply, "message: is too long for Twilio; shorten it");
            case 21602, 21619 -> message(reply, "message: is empty");
            case 21609 -> message(reply, "statusCallback: is not a URL that Twilio can call");
            case 21620, 21623 -> message(reply, "mediaUrls: cannot be sent; check the URLs, at most 10");
            case 35114 -> message(reply, "scheduledAt: is not between 15 minutes and 35 days ahead");
            case 21611, 14107 ->
                new Outcome.Deferred("Twilio's queue of the sender is full (" + reply + ").", retryAfter);
            case 20003 ->
                misconfigured(setting, "account-sid", reply,
                        "the account or its credentials may not send; check its state in the Twilio console");
            case 20404 -> misconfigured(setting, "account-sid", reply,
                    "Twilio knows no such account; check account-sid and base-url");
            case 21212, 21267, 21603, 21606, 21621, 21659, 21660, 21661 ->
                misconfigured(setting, "from", reply,
                        "the account cannot send from it; set it to a number of the account that can send");
            case 21608 -> misconfigured(setting, "account-sid", reply,
                    "a trial account sends to verified numbers only; verify the number or upgrade the account");
            case 21701, 21703, 21704, 21705 ->
                misconfigured(setting, "messaging-service-sid", reply,
                        "the messaging service does not exist or has no sender; check it in the Twilio console");
            default -> null;
        };
    }

    private static Outcome byStatus(String setting, int status, String reply, Duration retryAfter) {
        if (status < 400) {
            return misconfigured(setting, "base-url", reply, "it redirects elsewhere; set it to the API's own address");
        }
        return switch (status) {
            case 403 -> misconfigured(setting, "account-sid", reply,
                    "the account or its credentials may not send; check its state in the Twilio console");
            case 404, 405 -> misconfigured(setting, "base-url", reply,
                    "nothing takes messages there; check base-url and account-sid");
            case 407 -> new Outcome.Unavailable("The proxy in front of Twilio refused the request (" + reply + ").",
                    retryAfter);
            default -> message(reply, "message: was refused for good; the Twilio console's error log says why");
        };
    }

    private static Outcome recipient(String reply, String problem) {
        return new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "phoneNumber: " + problem + " (" + reply + ").");
    }

    private static Outcome message(String reply, String problem) {
        return new Outcome.Refused(ErrorCode.MESSAGE_REJECTED, problem + " (" + reply + ").");
    }

    private static Outcome misconfigured(String setting, String property, String reply, String problem) {
        return new Outcome.Misconfigured(setting + "." + property + ": " + problem + " (" + reply + ").");
    }
}
